/** A JSON value with its place in the text: `start` inclusive, `end` exclusive. */
export type JsonNode = JsonValue & { readonly start: number; readonly end: number };

type JsonValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** As written, so that no digit is lost. */
  | { readonly kind: 'number'; readonly source: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, JsonEntry> };

export interface JsonEntry {
  /** Where the key begins, at its quotation mark. */
  readonly start: number;
  readonly value: JsonNode;
}

export interface JsonOptions {
  /** Accepts `\<` and `\$` in strings, and keeps them as they are: escapes of holes. */
  readonly template?: boolean;
}

export type ParsedJson =
  | { readonly ok: true; readonly node: JsonNode; readonly duplicates: readonly number[] }
  | { readonly ok: false; readonly offset: number; readonly message: string };

const MAX_DEPTH = 500;

class SyntaxFailure {
  readonly offset: number;
  readonly message: string;

  constructor(offset: number, message: string) {
    this.offset = offset;
    this.message = message;
  }
}

/** Parses one JSON text. Of a repeated key the last value counts; `duplicates` has the places. */
export function parseJson(text: string, options: JsonOptions = {}): ParsedJson {
  const parser = new JsonParser(text, options);
  try {
    const node = parser.readDocument();
    return { ok: true, node, duplicates: parser.duplicates };
  } catch (error) {
    if (error instanceof SyntaxFailure) {
      return { ok: false, offset: error.offset, message: error.message };
    }
    throw error;
  }
}

class JsonParser {
  readonly duplicates: number[] = [];
  readonly #text: string;
  readonly #string: RegExp;
  #at = 0;
  #depth = 0;

  constructor(text: string, options: JsonOptions) {
    this.#text = text;
    this.#string = options.template
      ? /"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt<$]|u[0-9A-Fa-f]{4})[^"\\\0-\x1f]*)*"/y
      : /"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\0-\x1f]*)*"/y;
  }

  readDocument(): JsonNode {
    const node = this.#readValue();
    this.#skipBlanks();
    if (this.#at < this.#text.length) this.#fail('text after the end of the JSON value');
    return node;
  }

  #readValue(): JsonNode {
    this.#skipBlanks();
    const start = this.#at;
    const value = this.#readKind();
    return { ...value, start, end: this.#at };
  }

  #readKind(): JsonValue {
    const char = this.#text[this.#at];
    if (char === '{') return this.#nest(() => this.#readObject());
    if (char === '[') return this.#nest(() => this.#readArray());
    if (char === '"') return { kind: 'string', value: this.#readString() };
    const word = this.#match(/(?:true|false|null)(?![A-Za-z0-9_])/y);
    if (word === 'null') return { kind: 'null' };
    if (word !== null) return { kind: 'bool', value: word === 'true' };
    const source = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y);
    if (source !== null) return { kind: 'number', source };
    if (char === undefined) this.#fail('the JSON ends too early');
    const start = this.#at;
    const found = this.#match(/[\w.+-]{1,20}|[\s\S]/y);
    this.#at = start;
    return this.#fail(`unexpected \`${found}\``);
  }

  #readObject(): JsonValue {
    const entries = new Map<string, JsonEntry>();
    this.#at++;
    this.#skipBlanks();
    while (this.#text[this.#at] !== '}') {
      if (entries.size > 0) this.#expect(',', 'a comma or `}`');
      this.#skipBlanks();
      const start = this.#at;
      if (this.#text[start] !== '"') this.#fail('expected a key in quotation marks');
      const key = this.#readString();
      if (entries.has(key)) this.duplicates.push(start);
      this.#skipBlanks();
      this.#expect(':', 'a colon');
      entries.set(key, { start, value: this.#readValue() });
      this.#skipBlanks();
    }
    this.#at++;
    return { kind: 'object', entries };
  }

  #readArray(): JsonValue {
    const items: JsonNode[] = [];
    this.#at++;
    this.#skipBlanks();
    while (this.#text[this.#at] !== ']') {
      if (items.length > 0) this.#expect(',', 'a comma or `]`');
      items.push(this.#readValue());
      this.#skipBlanks();
    }
    this.#at++;
    return { kind: 'array', items };
  }

  #readString(): string {
    const source = this.#match(this.#string);
    if (source === null) return this.#failInString();
    if (!source.includes('\\')) return source.slice(1, -1);
    const escaped = source.replace(/\\([\s\S])/g, (pair, char: string) =>
      char === '<' || char === '$' ? `\\\\${char}` : pair,
    );
    return String(JSON.parse(escaped));
  }

  #failInString(): never {
    const start = this.#at;
    this.#match(/"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\0-\x1f]*)*/y);
    if (this.#text[this.#at] === '\\') this.#fail('an escape that JSON does not have');
    this.#at = start;
    return this.#fail('a string that does not end on its line');
  }

  #nest(read: () => JsonValue): JsonValue {
    if (++this.#depth > MAX_DEPTH) this.#fail(`nested more than ${MAX_DEPTH} levels deep`);
    const value = read();
    this.#depth--;
    return value;
  }

  #skipBlanks(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #expect(char: string, what: string): void {
    if (this.#text[this.#at] !== char) this.#fail(`expected ${what}`);
    this.#at++;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #fail(message: string): never {
    throw new SyntaxFailure(Math.min(this.#at, this.#text.length), message);
  }
}
