/**
 * Words that guessed passwords are made of, in Vietnam and elsewhere. Whoever only adds digits, signs or a repetition to one
 * has a password that every list of guesses holds.
 */
const COMMON = [
  'password',
  'passw0rd',
  'matkhau',
  'matkhaumoi',
  'mat khau',
  'administrator',
  'quantri',
  'quantrivien',
  'admin',
  'welcome',
  'letmein',
  'iloveyou',
  'anhyeuem',
  'emyeuanh',
  'yeuemmaimai',
  'vietnam',
  'hanoi',
  'saigon',
  'khongbiet',
  'khongnho',
  'abcdefghijkl',
  'abcdef',
  'qwertyuiop',
  'qwerty',
  'asdfghjkl',
  'zxcvbnm',
  'q1w2e3r4t5y6',
  '1q2w3e4r5t6y',
  'changeme',
  'default',
  'computer',
  'internet',
  'football',
  'monkey',
  'dragon',
  'superman',
  'sunshine',
  'princess',
  'lachan',
  'la-chan',
  'shield',
  'bimat',
  'tuyetmat',
  'coquan',
  'vanphong',
  'vanthu',
] as const;

/** True when nothing is left of a password but digits and signs once the common words are taken out. */
export function isCommonPassword(password: string): boolean {
  let rest = password
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'd')
    .toLowerCase();
  for (const word of COMMON.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(word, '');
  return !/\p{L}{3}/u.test(rest);
}
