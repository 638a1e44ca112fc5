/** A JSON value with its place in the text: `start` inclusive, `end` exclusive. */
export type JsonNode = JsonValue & { readonly start: number; readonly end: number };

type JsonValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** As written, so that no digit is lost. */
  | { readonly kind: 'number'; readonly source: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] };

/** An object of many small ones would be large as a map; see {@link findEntry}. */
export interface JsonEntry {
  readonly key: string;
  /** Where the key begins, at its quotation mark. */
  readonly start: number;
  readonly value: JsonNode;
}

export interface JsonOptions {
  /** Accepts `\<` and `\$` in strings, and keeps them as they are: escapes of holes. */
  readonly template?: boolean;
}

export type ParsedJson =
  | { readonly ok: true; readonly node: JsonNode }
  | { readonly ok: false; readonly offset: number; readonly message: string };

const MAX_DEPTH = 500;

// Made once: an expression written in a method is made anew at every call.
const WORD = /(?:true|false|null)(?![A-Za-z0-9_])/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const UNEXPECTED = /[\w.+-]{1,20}|[\s\S]/y;
const PLAIN_CHARACTERS = /[^"\\\0-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;
const TEMPLATE_ESCAPE = /\\(?:["\\/bfnrt<$]|u[0-9A-Fa-f]{4})/y;

class SyntaxFailure {
  readonly offset: number;
  readonly message: string;

  constructor(offset: number, message: string) {
    this.offset = offset;
    this.message = message;
  }
}

/** Parses one JSON text. */
export function parseJson(text: string, options: JsonOptions = {}): ParsedJson {
  const parser = new JsonParser(text, options);
  try {
    return { ok: true, node: parser.readDocument() };
  } catch (error) {
    if (error instanceof SyntaxFailure) {
      return { ok: false, offset: error.offset, message: error.message };
    }
    throw error;
  }
}

/** The entry of a key; the last one where it is repeated. */
export function findEntry(entries: readonly JsonEntry[], key: string): JsonEntry | undefined {
  return entries.findLast((entry) => entry.key === key);
}

class JsonParser {
  readonly #text: string;
  readonly #escape: RegExp;
  #at = 0;
  #depth = 0;

  constructor(text: string, options: JsonOptions) {
    this.#text = text;
    this.#escape = options.template ? TEMPLATE_ESCAPE : ESCAPE;
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
    return Object.assign(value, { start, end: this.#at });
  }

  #readKind(): JsonValue {
    const char = this.#text[this.#at];
    if (char === '{') return this.#nest(() => this.#readObject());
    if (char === '[') return this.#nest(() => this.#readArray());
    if (char === '"') return { kind: 'string', value: this.#readString() };
    const word = this.#match(WORD);
    if (word === 'null') return { kind: 'null' };
    if (word !== null) return { kind: 'bool', value: word === 'true' };
    const source = this.#match(NUMBER);
    if (source !== null) return { kind: 'number', source };
    if (char === undefined) this.#fail('the JSON ends too early');
    const start = this.#at;
    const found = this.#match(UNEXPECTED);
    this.#at = start;
    return this.#fail(`unexpected \`${found}\``);
  }

  #readObject(): JsonValue {
    const entries: JsonEntry[] = [];
    this.#at++;
    this.#skipBlanks();
    while (this.#text[this.#at] !== '}') {
      if (entries.length > 0) this.#expect(',', 'a comma or `}`');
      this.#skipBlanks();
      const start = this.#at;
      if (this.#text[start] !== '"') this.#fail('expected a key in quotation marks');
      const key = this.#readString();
      this.#skipBlanks();
      this.#expect(':', 'a colon');
      entries.push({ key, start, value: this.#readValue() });
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
    const start = this.#at++;
    let escaped = false;
    // One expression for the whole string would overflow the stack on long ones.
    for (;;) {
      this.#match(PLAIN_CHARACTERS);
      const char = this.#text[this.#at];
      if (char === '"') break;
      if (char !== '\\') {
        this.#at = start;
        this.#fail('a string that does not end on its line');
      }
      if (this.#match(this.#escape) === null) this.#fail('an escape that JSON does not have');
      escaped = true;
    }
    const source = this.#text.slice(start, ++this.#at);
    if (!escaped) return source.slice(1, -1);
    const kept = source.replace(/\\([\s\S])/g, (pair, char: string) =>
      char === '<' || char === '$' ? `\\\\${char}` : pair,
    );
    return String(JSON.parse(kept));
  }

  #nest(read: () => JsonValue): JsonValue {
    if (++this.#depth > MAX_DEPTH) this.#fail(`nested more than ${MAX_DEPTH} levels deep`);
    const value = read();
    this.#depth--;
    return value;
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return;
      this.#at++;
    }
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
