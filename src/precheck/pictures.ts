const addresses = new Map<Blob, string>();

/** An address for a picture that lives in this page alone, until `releasePictures`. */
export function pictureAddress(picture: Blob): string {
  const known = addresses.get(picture) ?? URL.createObjectURL(picture);
  addresses.set(picture, known);
  return known;
}

/** Lets go of all pictures. */
export function releasePictures(): void {
  for (const address of addresses.values()) URL.revokeObjectURL(address);
  addresses.clear();
}
