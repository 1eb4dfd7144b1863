import { html } from 'hono/html';
import { pageStyles } from '../../ui/page-styles.ts';
import type { ServerContext } from '../http/context.ts';
import { type Permission, roleMay } from '../http/guards.ts';
import { textsFor } from '../http/texts.ts';

export type Html = ReturnType<typeof html>;

/** The places of the menu, each for whoever may open it. */
const PLACES: readonly { readonly path: string; readonly text: string; readonly permission: Permission }[] = [
  { path: '/incidents', text: 'serverPage_incidents', permission: 'incidents.read' },
  { path: '/machines', text: 'serverPage_machines', permission: 'coverage' },
  { path: '/sweeps', text: 'serverPage_sweeps', permission: 'sweep' },
  { path: '/precheck/', text: 'serverPage_precheck', permission: 'scan' },
  { path: '/manage', text: 'serverPage_manage', permission: 'manage' },
  { path: '/trail', text: 'serverPage_trail', permission: 'audit.read' },
];

/** A whole page with the menu of the person who is logged in, if anybody is. `root` stands for the title and the content. */
export function page(
  context: ServerContext,
  title: string,
  content: Html | { readonly root: Html },
  status: 200 | 401 | 422 = 200,
) {
  const texts = textsFor(context);
  const session = context.get('session');
  const menu = session
    ? html`<header class="top"><strong>Lá Chắn</strong>
        <nav aria-label="${texts('serverPage_menu')}">${PLACES.filter(({ permission }) =>
          roleMay(session.user.role, permission),
        ).map(
          ({ path, text }) =>
            html`<a href="${path}"${context.req.path === path ? html` aria-current="page"` : ''}>${texts(text)}</a>`,
        )}</nav>
        <form method="post" action="/form/logout">${tokenField(context)}<span>${session.user.name}</span>
        <button>${texts('serverPage_logout')}</button></form></header>`
    : '';
  return context.html(
    html`<!doctype html><html lang="${texts.language}"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>${title} · Lá Chắn</title><link rel="stylesheet" href="${'root' in content ? '/review/bar.css' : '/style.css'}"></head>
      <body>${menu}${'root' in content ? content.root : html`<main><h1>${title}</h1>${content}</main>`}</body></html>`,
    status,
  );
}

/** The session's own token, which every form carries. */
export function tokenField(context: ServerContext): Html {
  return html`<input type="hidden" name="token" value="${context.get('session').csrf}">`;
}

/** A table with a head that wide tables keep in sight; scrolls by itself on narrow screens. */
export function dataTable(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly (Html | string)[])[],
): Html {
  return html`<div class="wide" role="region" aria-label="${label}" tabindex="0"><table><thead><tr>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** A moment in the country's time, for people. */
export function moment(time: string): string {
  if (time === '') return '–';
  const shifted = new Date(Date.parse(time) + 7 * 3_600_000).toISOString();
  return `${shifted.slice(8, 10)}/${shifted.slice(5, 7)}/${shifted.slice(0, 4)} ${shifted.slice(11, 16)}`;
}

/** The menu above every page. */
export const barStyles = `header.top { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; padding: .6rem 1.2rem;
  background: var(--sheet); border-block-end: 1px solid var(--line); }
.top nav { display: flex; flex-wrap: wrap; gap: .3rem 1rem; flex: 1; }
.top form { display: flex; gap: .8rem; align-items: center; }
.top a[aria-current] { font-weight: 700; text-decoration: none; color: var(--ink); }
@media (max-width: 40rem) { .top nav { order: 3; flex-basis: 100%; } .top form { margin-inline-start: auto; } }
@media print { header.top { display: none; } }
`;

export const serverStyles = `${pageStyles}
${barStyles}main { max-inline-size: 76rem; margin: 0 auto; padding: 1.2rem; display: grid; gap: 1.2rem; }
main > * { min-inline-size: 0; }
section { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.2rem; }
.small { max-inline-size: 26rem; margin-inline: auto; inline-size: 100%; }
form.fields { display: grid; gap: .8rem; }
form.row { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin-block: .6rem; }
label { display: grid; gap: .2rem; font-weight: 600; }
input, select, textarea { font: inherit; font-weight: 400; padding: .45em .6em; border: 1px solid var(--line); border-radius: .4em;
  background: var(--paper); color: var(--ink); max-inline-size: 100%; }
textarea { min-block-size: 9rem; font-family: ui-monospace, monospace; inline-size: 100%; }
.problem { background: var(--stop-soft); color: var(--ink); border-inline-start: 4px solid var(--stop); padding: .6rem .9rem; }
.done { background: var(--leaf-soft); border-inline-start: 4px solid var(--leaf); padding: .6rem .9rem; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.acts { display: flex; flex-wrap: wrap; gap: .6rem; margin-block-start: .6rem; }
.tick { display: flex; gap: .5rem; align-items: center; }
progress { inline-size: 100%; accent-color: var(--leaf); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; font-size: .92rem; }
th, td { text-align: start; padding: .4rem .6rem; border-block-end: 1px solid var(--line); vertical-align: top; }
th { color: var(--quiet); font-weight: 600; }
.totals { display: flex; flex-wrap: wrap; gap: .6rem; list-style: none; padding: 0; margin: 0; }
.totals a { display: grid; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: .5rem; text-decoration: none; color: var(--ink); }
.totals a[aria-current] { border-color: var(--leaf); background: var(--leaf-soft); }
.totals b { font-size: 1.3rem; }
.state-silent, .state-off, .state-revoked { color: var(--stop); font-weight: 600; }
.state-outdated, .state-faulty { color: var(--care); font-weight: 600; }
`;
