import { readFile } from 'node:fs/promises';
import type { ManagedSchema } from '../managed-schema.ts';
import type { Deployment } from './samples.ts';
import { escapeXml } from './update-manifest.ts';

/** A Chromium browser on Windows: its file name here, its name for people, its policy key in the registry. */
export interface WindowsBrowser {
  readonly file: string;
  readonly name: string;
  readonly key: string;
}

const NAMESPACE = 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions';

/** Group Policy definitions of every setting, for each browser. */
export function admxFile(
  { id }: Deployment,
  { properties = {} }: ManagedSchema,
  browsers: readonly WindowsBrowser[],
): string {
  const categories = browsers.map(
    ({ file }) =>
      `    <category name="cat_${file}" displayName="$(string.cat_${file})"><parentCategory ref="la_chan" /></category>`,
  );
  const policies = browsers.flatMap(({ file, key }) =>
    Object.entries(properties).map(([name, setting]) =>
      policy(file, `${key}\\3rdparty\\extensions\\${id}\\policy`, name, setting),
    ),
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions revision="1.0" schemaVersion="1.0" xmlns="${NAMESPACE}">
  <policyNamespaces>
    <target prefix="la_chan" namespace="LaChan.Policies" />
    <using prefix="windows" namespace="Microsoft.Policies.Windows" />
  </policyNamespaces>
  <resources minRequiredRevision="1.0" />
  <categories>
    <category name="la_chan" displayName="$(string.la_chan)" />
${categories.join('\n')}
  </categories>
  <policies>
${policies.join('\n')}
  </policies>
</policyDefinitions>
`;
}

function policy(browser: string, key: string, name: string, { type, ...setting }: ManagedSchema): string {
  const id = `${browser}_${name}`;
  const attributes = `name="${id}" class="Both" displayName="$(string.${name})" explainText="$(string.${name}_explained)" key="${escapeXml(key)}" presentation="$(presentation.${name})"`;
  const element = setting.enum
    ? `<enum id="${name}" valueName="${name}" required="true">${setting.enum
        .map(
          (value) =>
            `<item displayName="$(string.value_${value})"><value><string>${value}</string></value></item>`,
        )
        .join('')}</enum>`
    : type === 'integer'
      ? `<decimal id="${name}" valueName="${name}" minValue="${setting.minimum ?? 0}" maxValue="${setting.maximum ?? 99_999}" required="true" />`
      : `<text id="${name}" valueName="${name}" maxLength="10000" required="true" />`;
  return `    <policy ${attributes}>
      <parentCategory ref="cat_${browser}" />
      <supportedOn ref="windows:SUPPORTED_Windows7" />
      <elements>${element}</elements>
    </policy>`;
}

/** The words of those definitions in one language, from the product's own texts. */
export async function admlFile(
  language: 'vi' | 'en',
  { properties = {} }: ManagedSchema,
  browsers: readonly WindowsBrowser[],
): Promise<string> {
  const path = new URL(`../../_locales/${language}/messages.json`, import.meta.url);
  const texts: Record<string, { message: string }> = JSON.parse(await readFile(path, 'utf8'));
  const names = Object.keys(properties);
  const strings = [
    ['la_chan', 'Lá Chắn'],
    ...browsers.map(({ file, name }) => [`cat_${file}`, name]),
    ...names.flatMap((name) => [
      [name, texts[`policy_${name}`]?.message],
      [`${name}_explained`, explained(texts[`policy_${name}_explained`]?.message, properties[name])],
    ]),
    ...[...new Set(names.flatMap((name) => properties[name]?.enum ?? []))].map((value) => [
      `value_${value}`,
      value,
    ]),
  ].map(([id, text = '']) => `      <string id="${id}">${escapeXml(text)}</string>`);
  const presentations = Object.entries(properties).map(
    ([name, setting]) => `      <presentation id="${name}">${box(name, setting)}</presentation>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources revision="1.0" schemaVersion="1.0" xmlns="${NAMESPACE}">
  <displayName>Lá Chắn</displayName>
  <description>Lá Chắn</description>
  <resources>
    <stringTable>
${strings.join('\n')}
    </stringTable>
    <presentationTable>
${presentations.join('\n')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
}

/** Lists and objects are typed as JSON. */
function explained(text = '', setting: ManagedSchema | undefined): string {
  return setting?.type === 'array' || setting?.type === 'object' ? `${text} (JSON)` : text;
}

function box(name: string, setting: ManagedSchema): string {
  if (setting.enum) return `<dropdownList refId="${name}" noSort="true" defaultItem="0"></dropdownList>`;
  if (setting.type === 'integer') return `<decimalTextBox refId="${name}" defaultValue="0"></decimalTextBox>`;
  return `<textBox refId="${name}"><label></label></textBox>`;
}
