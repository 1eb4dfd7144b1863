import type { SweepReport, SweptItem } from './types.ts';
import { sayAction, sayFindings, sayOutcome, sayTotals, type Texts } from './words.ts';

const STYLE = `
:root { color-scheme: light dark; --paper: #fff; --sheet: #f3f6f4; --ink: #1a1f1c; --quiet: #525c57; --line: #cfd7d2;
  --stop: #b3261e; --care: #835000; --leaf: #17654a; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b201d; --sheet: #262c29; --ink: #edf1ef; --quiet: #aeb9b3;
  --line: #46504b; --stop: #ff9f96; --care: #f3bd6c; --leaf: #7fd4ac; } }
body { margin: 0 auto; padding: 1.5em; max-inline-size: 75em; background: var(--paper); color: var(--ink);
  font: medium/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { font-size: 1.5em; line-height: 1.3; } p { color: var(--quiet); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(10em, 1fr)); gap: .6em; margin: 1em 0 1.5em; }
dl div { background: var(--sheet); border-radius: .5em; padding: .6em .9em; }
dt { color: var(--quiet); font-size: .9em; } dd { margin: 0; font-size: 1.4em; font-weight: 600; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: .5em .7em; border-block-end: 1px solid var(--line); }
td { overflow-wrap: anywhere; min-inline-size: 7em; } td:nth-child(2) { min-inline-size: 16em; }
.block { color: var(--stop); font-weight: 600; } .hold, .warn { color: var(--care); font-weight: 600; }
.good { color: var(--leaf); font-weight: 600; } a { color: inherit; }
@media print { body { padding: 0; } }`;

/** The report as one page that needs nothing else. Holds addresses and rules, never what was found. */
export function reportAsHtml(report: SweepReport, texts: Texts): string {
  const rows = report.items.map((item) => row(item, texts)).join('');
  const totals = sayTotals(texts, report)
    .map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${value}</dd></div>`)
    .join('');
  const heads = ['action', 'place', 'findings', 'outcome', 'from'].map(
    (name) => `<th scope="col">${escapeHtml(texts(`sweepColumn_${name}`))}</th>`,
  );
  const about = texts('sweepAbout', report.started, report.ended, report.rules.version);
  const table = `<div class="scroll"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows}</tbody></table></div>`;
  return `<!doctype html>
<html lang="${escapeHtml(texts('language_code'))}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escapeHtml(texts('sweepTitle'))}</title><style>${STYLE}</style>
<h1>${escapeHtml(texts('sweepTitle'))}: <bdi>${escapeHtml(report.source)}</bdi></h1>
<p>${escapeHtml(about)}${report.complete ? '' : ` ${escapeHtml(texts('sweepIncomplete'))}`}</p>
<dl>${totals}</dl>
${report.items.length === 0 ? `<p class="good">${escapeHtml(texts('sweepNothing'))}</p>` : table}
<p>${escapeHtml(texts('sweepWhatNow'))}</p>
</html>
`;
}

function row(item: SweptItem, texts: Texts): string {
  const cells = [
    `<td class="${item.action}">${escapeHtml(sayAction(texts, item))}</td>`,
    `<td>${link(item.place)}</td>`,
    `<td>${escapeHtml(sayFindings(texts, item))}</td>`,
    `<td>${escapeHtml(sayOutcome(texts, item))}</td>`,
    `<td>${item.from === null ? '' : link(item.from)}</td>`,
  ];
  return `<tr>${cells.join('')}</tr>`;
}

function link(place: string): string {
  return /^https?:/.test(place)
    ? `<a href="${escapeHtml(place)}" rel="noreferrer">${escapeHtml(place)}</a>`
    : `<bdi>${escapeHtml(place)}</bdi>`;
}

function escapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (letter) => named[letter]!);
}
