/** The product's mark, a leaf on a shield, in a 24 × 24 box. `icons/icon.svg` holds the same outlines. */
export const shieldOutline = 'M12 1.8 20.4 5v6.3c0 5-3.3 9.1-8.4 10.9-5.1-1.8-8.4-5.9-8.4-10.9V5z';
export const leafOutline = 'M7.9 15.7C6.6 10.2 10 6.7 16.7 6.6 17.3 13 13.6 16.6 7.9 15.7z';
export const veinOutline = 'M6.9 17.4c1.6-3.4 3.8-5.6 6.8-7.3';
