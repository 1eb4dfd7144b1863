import { shadowRootOf } from '../platform/shadow.ts';

/**
 * A place a person can write in: a text control, the outermost element of an editable region, an element with an
 * EditContext, or one that takes keys and draws its text itself.
 */
export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLElement;

/** What an element with an EditContext holds; the published types do not know it yet. */
interface EditContextLike {
  readonly text: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
}

function editContextOf(element: Element): EditContextLike | null {
  return (element as { editContext?: EditContextLike | null }).editContext ?? null;
}

const TEXT_TYPE = /^(?:text|search|url|tel|email|number)$/u;
const INLINE =
  /^(?:A|ABBR|B|BD[IO]|CITE|CODE|DATA|DEL|DFN|EM|FONT|I|INS|KBD|MARK|O:P|Q|S|SAMP|SMALL|SPAN|STRIKE|STRONG|SU[BP]|TIME|TT|U|VAR|WBR)$/u;

export function isTextControl(node: unknown): node is HTMLInputElement | HTMLTextAreaElement {
  return (
    node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && TEXT_TYPE.test(node.type))
  );
}

/** The element an event really happened at, also inside closed shadow roots. */
export function targetOf(event: Event): Element | null {
  const first = event.composedPath()[0];
  if (first instanceof Document) return first.body;
  return first instanceof Element ? deepest(first) : null;
}

/** Follows the focus down through shadow roots. */
export function deepest(start: Element): Element {
  let element = start;
  for (let root = shadowRootOf(element); root?.activeElement; root = shadowRootOf(element))
    element = root.activeElement;
  return element;
}

/** The element that has the focus, through shadow roots. */
export function focused(): Element | null {
  return document.activeElement && deepest(document.activeElement);
}

/** The field an element belongs to; null when it is not editable. */
export function fieldOf(element: Element | null): Field | null {
  if (isTextControl(element)) return element;
  if (document.designMode === 'on') return document.body;
  if (!(element instanceof HTMLElement)) return null;
  if (editContextOf(element)) return element;
  if (!element.isContentEditable) return null;
  let host = element;
  while (host.parentElement?.isContentEditable) host = host.parentElement;
  return host;
}

/** Everything a field holds, at most `limit` code units from its start; nothing for what only takes keys. */
export function readField(field: Field, limit: number): string {
  if (isTextControl(field)) return field.value.slice(0, limit);
  const context = editContextOf(field);
  if (context) return context.text.slice(0, limit);
  return isEditable(field) ? textFrom(field, field, 'nextNode', limit) : '';
}

function isEditable(field: Field): boolean {
  return field.isContentEditable || field.ownerDocument.designMode === 'on';
}

/** What stands before and after the selection, at most `reach` code units each way. The selected part is left out. */
export function readSurroundings(field: Field, reach: number): { before: string; after: string } {
  const context = editContextOf(field);
  if (context || isTextControl(field)) {
    const { selectionStart, selectionEnd } = context ?? (field as HTMLInputElement);
    const value = context?.text ?? (field as HTMLInputElement).value;
    const start = selectionStart ?? value.length;
    const end = selectionEnd ?? value.length;
    return { before: value.slice(Math.max(0, start - reach), start), after: value.slice(end, end + reach) };
  }
  if (!isEditable(field)) return { before: '', after: '' };
  const range = selectionIn(field);
  if (!range) return { before: '', after: '' };
  return {
    before: textBefore(field, range.startContainer, range.startOffset, reach),
    after: textAfter(field, range.endContainer, range.endOffset, reach),
  };
}

function selectionIn(field: HTMLElement): StaticRange | Range | null {
  const root = field.getRootNode();
  const selection = document.getSelection();
  if (!selection) return null;
  if (root instanceof ShadowRoot) return composedRange(selection, root);
  if (selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  return field.contains(range.startContainer) ? range : null;
}

function composedRange(selection: Selection, root: ShadowRoot): StaticRange | null {
  if (!('getComposedRanges' in selection)) return null;
  return selection.getComposedRanges({ shadowRoots: [root] })[0] ?? null;
}

function textBefore(field: HTMLElement, node: Node, offset: number, reach: number): string {
  if (node instanceof Text)
    return (
      textFrom(field, node, 'previousNode', reach) + node.data.slice(Math.max(0, offset - reach), offset)
    );
  const child = node.childNodes[offset];
  if (child) return textFrom(field, child, 'previousNode', reach);
  const last = lastInside(node);
  const own = last === node ? '' : textOfNode(last);
  return textFrom(field, last, 'previousNode', reach) + own;
}

function textAfter(field: HTMLElement, node: Node, offset: number, reach: number): string {
  if (node instanceof Text)
    return node.data.slice(offset, offset + reach) + textFrom(field, node, 'nextNode', reach);
  const child = node.childNodes[offset];
  if (child) return textOfNode(child) + textFrom(field, child, 'nextNode', reach);
  return textFrom(field, lastInside(node), 'nextNode', reach);
}

function lastInside(node: Node): Node {
  let last = node;
  while (last.lastChild) last = last.lastChild;
  return last;
}

/** Text met when walking from a node (not counted itself), blocks as line breaks, at most `limit` code units. */
function textFrom(field: HTMLElement, from: Node, step: 'nextNode' | 'previousNode', limit: number): string {
  const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  walker.currentNode = from;
  const pieces: string[] = [];
  let length = 0;
  let parent: Node | null = from.parentNode;
  for (let node = walker[step](); node && length < limit; node = walker[step]()) {
    const piece = textOfNode(node);
    if (piece === '' && !(node instanceof Element)) continue;
    const breaks = node.parentNode !== parent && leavesBlock(parent, node, field);
    parent = node.parentNode;
    const whole = step === 'nextNode' ? (breaks ? '\n' : '') + piece : piece + (breaks ? '\n' : '');
    pieces.push(whole);
    length += whole.length;
  }
  if (step === 'previousNode') return pieces.reverse().join('').slice(-limit);
  return pieces.join('').slice(0, limit);
}

function textOfNode(node: Node): string {
  if (node instanceof Text) return isUnseen(node.parentElement) ? '' : node.data;
  if (node instanceof Element) return INLINE.test(node.nodeName) ? '' : '\n';
  return '';
}

/** Code and styles among the words of a document; a page may also show them, and then they can be written in. */
function isUnseen(parent: Element | null): boolean {
  return parent?.matches('script,style') === true && !parent.checkVisibility();
}

/** True when a block element ends between two nodes that follow each other in the tree. */
function leavesBlock(from: Node | null, to: Node, field: HTMLElement): boolean {
  for (let node = from; node && node !== field; node = node.parentNode) {
    if (node.contains(to)) return false;
    if (node instanceof Element && !INLINE.test(node.nodeName)) return true;
  }
  return false;
}
