/** The file that browsers ask for a newer version of a self-hosted extension. */
export function updateManifest(id: string, version: string, crxAddress: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${escapeXml(crxAddress)}" version="${version}" />
  </app>
</gupdate>
`;
}

/** Text as it stands in XML, in elements and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
