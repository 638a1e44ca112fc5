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

/**
 * Takes the last elements of a stack. An array that is filled one by one has room for 17 elements at
 * least, a copy has what it needs, and of a large text most are small.
 */
function takeFrom<Element>(stack: Element[], first: number): Element[] {
  const taken = stack.slice(first);
  stack.length = first;
  return taken;
}

class JsonParser {
  readonly #text: string;
  readonly #escape: RegExp;
  /** Entries and elements of what is being read; see {@link takeFrom}. */
  readonly #entries: JsonEntry[] = [];
  readonly #items: JsonNode[] = [];
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

  /** Nodes are made in one piece: a property that is added later costs memory for each of millions. */
  #readValue(): JsonNode {
    this.#skipBlanks();
    const start = this.#at;
    const char = this.#text[start];
    if (char === '{') return this.#readObject(start);
    if (char === '[') return this.#readArray(start);
    if (char === '"') {
      const value = this.#readString();
      return { kind: 'string', value, start, end: this.#at };
    }
    const word = this.#match(WORD);
    if (word === 'null') return { kind: 'null', start, end: this.#at };
    if (word !== null) return { kind: 'bool', value: word === 'true', start, end: this.#at };
    const source = this.#match(NUMBER);
    if (source !== null) return { kind: 'number', source, start, end: this.#at };
    if (char === undefined) this.#fail('the JSON ends too early');
    const found = this.#match(UNEXPECTED);
    this.#at = start;
    return this.#fail(`unexpected \`${found}\``);
  }

  #readObject(start: number): JsonNode {
    const first = this.#entries.length;
    this.#enter();
    while (this.#text[this.#at] !== '}') {
      if (this.#entries.length > first) this.#expect(',', 'a comma or `}`');
      this.#skipBlanks();
      const at = this.#at;
      if (this.#text[at] !== '"') this.#fail('expected a key in quotation marks');
      const key = this.#readString();
      this.#skipBlanks();
      this.#expect(':', 'a colon');
      this.#entries.push({ key, start: at, value: this.#readValue() });
      this.#skipBlanks();
    }
    this.#leave();
    return { kind: 'object', entries: takeFrom(this.#entries, first), start, end: this.#at };
  }

  #readArray(start: number): JsonNode {
    const first = this.#items.length;
    this.#enter();
    while (this.#text[this.#at] !== ']') {
      if (this.#items.length > first) this.#expect(',', 'a comma or `]`');
      this.#items.push(this.#readValue());
      this.#skipBlanks();
    }
    this.#leave();
    return { kind: 'array', items: takeFrom(this.#items, first), start, end: this.#at };
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) this.#fail(`nested more than ${MAX_DEPTH} levels deep`);
    this.#at++;
    this.#skipBlanks();
  }

  #leave(): void {
    this.#depth--;
    this.#at++;
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
