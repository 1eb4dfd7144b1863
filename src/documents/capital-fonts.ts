/** Code units A1… of TCVN 5712:1993 (VN3) in the order of the letters below. */
const CODES = '¡¢£¤¥¦§¨©ª«¬\u00ad®¯µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ';
const LETTERS = 'ĂÂÊÔƠƯĐăâêôơưđẰàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ';
const table = new Map([...CODES].map((code, index) => [code, LETTERS[index] as string]));

/**
 * True for the ABC fonts whose small letters are drawn as capitals (.VnTimeH, .VnArialH …). Their texts say "mËt" and
 * show MẬT; only the name of the font tells.
 */
export function isCapitalFont(name: string): boolean {
  return /^\.vn.*h$/i.test(name.trim());
}

/** A text in such a font as it is seen. */
export function readCapitalFont(text: string): string {
  return text.replace(/[\u00a1-\u00fe]/g, (code) => table.get(code) ?? code).toUpperCase();
}
