import letters from '../../rules/letters.json' with { type: 'json' };

/**
 * True for the ABC fonts whose small letters are drawn as capitals (.VnTimeH, .VnArialH …). Their texts say "mËt" and
 * show MẬT; only the name of the font tells.
 */
export function isCapitalFont(name: string): boolean {
  return /^\.vn.*h$/i.test(name.trim());
}

/** A text in such a font as it is seen. */
export function readCapitalFont(text: string): string {
  return text.replace(/[\u00a1-\u00fe]/g, seen).toUpperCase();
}

/** Letters of TCVN 5712:1993 (VN3) by code, from A1 on. */
function seen(code: string): string {
  const letter = letters.tcvn3[code.charCodeAt(0) - 0xa1];
  return letter === '.' ? code : letter!;
}
