import type { Issued } from './model.ts';

/** The certificate as a file for others: no names in it. */
export function saveCertificate({ certificate }: Issued): void {
  const { result, id } = certificate.statement;
  const kind = result === 'clean' ? 'chung-nhan' : 'bao-cao';
  save(
    `${JSON.stringify(certificate, null, 2)}\n`,
    `la-chan-${kind}-${id.slice(0, 8)}.json`,
    'application/json',
  );
}

/** The person's own list of which file is which, as CSV; it does hold names and stays with the person. */
export function saveNames({ certificate, names }: Issued): void {
  const rows = certificate.statement.items.map(({ sha256, result }, i) =>
    [String(i + 1), names[i] ?? '', sha256 ?? '', result].map(cell).join(','),
  );
  const { id } = certificate.statement;
  // Excel takes a file for UTF-8 only with this mark.
  save(`\ufeff${rows.join('\r\n')}\r\n`, `la-chan-ten-tep-${id.slice(0, 8)}.csv`, 'text/csv');
}

/** A cell that no spreadsheet takes for a formula. */
export function cell(value: string): string {
  const tame = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${tame.replaceAll('"', '""')}"`;
}

function save(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
