import { DOMParser } from "./linkedom.ts";

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Attributes of an element; those left undefined are not written, numbers to 0.001. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of a figure under construction. */
export interface SvgElement {
  /** Adds a child and returns it. */
  append(name: string, attributes?: Attributes): SvgElement;
  /** Sets the text of this element and returns it. */
  text(content: string): SvgElement;
}

/** A figure under construction. */
export interface SvgDocument {
  readonly root: SvgElement;
  /** The figure as the text of an .svg file. */
  serialize(): string;
}

/** What is used of the document's nodes. */
interface XmlNode {
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  append(child: XmlNode): void;
}

interface XmlDocument {
  readonly documentElement: XmlNode;
  createElementNS(namespace: string, name: string, options: undefined): XmlNode;
  toString(): string;
}

// Characters that XML 1.0 forbids however they are escaped.
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function clean(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN, "\ufffd");
}

function attributeText(name: string, value: string | number): string {
  if (typeof value === "string") return clean(value);
  if (!Number.isFinite(value)) throw new Error(`The attribute ${name} of a figure is ${value}`);
  return String(Math.round(value * 1000) / 1000);
}

function setAttributes(node: XmlNode, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) node.setAttribute(name, attributeText(name, value));
  }
}

function wrap(document: XmlDocument, node: XmlNode): SvgElement {
  const element: SvgElement = {
    append(name, attributes = {}) {
      const child = document.createElementNS(NAMESPACE, name, undefined);
      setAttributes(child, attributes);
      node.append(child);
      return wrap(document, child);
    },
    text(content) {
      node.textContent = clean(content);
      return element;
    },
  };
  return element;
}

/** An empty SVG document whose root has these attributes. */
export function createSvg(attributes: Attributes): SvgDocument {
  const empty = `<svg xmlns="${NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink"/>`;
  const document: XmlDocument = new DOMParser().parseFromString(empty, "image/svg+xml");
  setAttributes(document.documentElement, attributes);
  return {
    root: wrap(document, document.documentElement),
    serialize: () => `${document.toString()}\n`,
  };
}
