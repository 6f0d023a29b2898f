/**
 * A strict reader of XML, as small as a test needs: it throws where a file is not well-formed, which
 * forgiving parsers of web pages do not.
 */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

const NAME = /[A-Za-z_:][\w:.-]*/y;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

class Reader {
  #at = 0;
  constructor(readonly text: string) {}

  fail(what: string): never {
    throw new SyntaxError(`${what} at ${this.#at}: ${this.text.slice(this.#at, this.#at + 40)}`);
  }

  peek(token: string): boolean {
    return this.text.startsWith(token, this.#at);
  }

  take(token: string): void {
    if (!this.peek(token)) this.fail(`Expected ${token}`);
    this.#at += token.length;
  }

  match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found === null) this.fail(`Expected ${pattern}`);
    this.#at += found[0].length;
    return found[0];
  }

  until(token: string): string {
    const end = this.text.indexOf(token, this.#at);
    if (end < 0) this.fail(`Unclosed before ${token}`);
    const found = this.text.slice(this.#at, end);
    this.#at = end;
    return found;
  }

  get done(): boolean {
    return this.#at >= this.text.length;
  }
}

function decode(text: string): string {
  // deno-lint-ignore no-control-regex
  if (/[<\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) throw new SyntaxError(text);
  return text.replace(/&(?:(\w+);)?/g, (_, name) => {
    if (name === undefined || !(name in ENTITIES)) throw new SyntaxError(`Entity ${name}`);
    return ENTITIES[name];
  });
}

function readElement(reader: Reader): Element {
  reader.take("<");
  const name = reader.match(NAME);
  const attributes: Record<string, string> = {};
  while (reader.match(/\s*/y) !== "" && !reader.peek("/>") && !reader.peek(">")) {
    const key = reader.match(NAME);
    if (key in attributes) reader.fail(`Attribute ${key} twice`);
    reader.take('="');
    attributes[key] = decode(reader.until('"'));
    reader.take('"');
  }
  const element: Element = { name, attributes, children: [] };
  if (reader.peek("/>")) {
    reader.take("/>");
    return element;
  }
  reader.take(">");
  while (!reader.peek("</")) {
    if (reader.peek("<")) element.children.push(readElement(reader));
    else element.children.push(decode(reader.until("<")));
  }
  reader.take("</");
  reader.take(name);
  reader.take(">");
  return element;
}

/** The root element of a document. */
export function parseXml(text: string): Element {
  const reader = new Reader(text);
  if (reader.peek("<?xml")) {
    reader.until("?>");
    reader.take("?>");
  }
  reader.match(/\s*/y);
  const root = readElement(reader);
  reader.match(/\s*/y);
  if (!reader.done) reader.fail("Something after the root");
  return root;
}

/** All elements below and including this one, in document order. */
export function* walk(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) {
    if (typeof child !== "string") yield* walk(child);
  }
}

/** The elements of that name and, where given, of that class. */
export function find(element: Element, name: string, className?: string): Element[] {
  return [...walk(element)].filter((candidate) =>
    candidate.name === name &&
    (className === undefined || candidate.attributes.class === className)
  );
}

/** The text of an element and of all below it. */
export function textOf(element: Element): string {
  return element.children.map((child) => typeof child === "string" ? child : textOf(child)).join(
    "",
  );
}
