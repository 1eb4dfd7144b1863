import { createHash } from 'node:crypto';
import type { Layer } from '../../src/policy/policy.ts';
import type { ManagedSchema } from '../managed-schema.ts';
import { admlFile, admxFile } from './admx.ts';
import { escapeXml } from './update-manifest.ts';

/** What a deployment is made of. */
export interface Deployment {
  /** The extension's id in Chromium browsers, from the key it is signed with. */
  readonly id: string;
  /** Address of the update manifest (`update.xml`). */
  readonly updateUrl: string;
  /** Address of the package for Firefox. */
  readonly firefoxUrl: string;
  readonly policy: Layer;
}

export const FIREFOX_ID = 'la-chan@la-chan.vn';

/** Where each Chromium browser on Windows looks for its policies. */
export const windowsBrowsers = [
  {
    file: 'chrome',
    name: 'Google Chrome',
    key: 'SOFTWARE\\Policies\\Google\\Chrome',
    incognito: 'IncognitoModeAvailability',
  },
  {
    file: 'edge',
    name: 'Microsoft Edge',
    key: 'SOFTWARE\\Policies\\Microsoft\\Edge',
    incognito: 'InPrivateModeAvailability',
  },
  {
    file: 'coccoc',
    name: 'Cốc Cốc',
    key: 'SOFTWARE\\Policies\\CocCoc\\Browser',
    incognito: 'IncognitoModeAvailability',
  },
] as const;

const macBrowsers = [
  { file: 'chrome', domain: 'com.google.Chrome', incognito: 'IncognitoModeAvailability' },
  { file: 'edge', domain: 'com.microsoft.Edge', incognito: 'InPrivateModeAvailability' },
] as const;

/** Every policy file of a deployment, by its path in the folder that is handed to an administrator. */
export async function policyFiles(
  deployment: Deployment,
  schema: ManagedSchema,
): Promise<Readonly<Record<string, string>>> {
  return {
    'linux/la-chan.json': json(chromiumPolicies(deployment)),
    'firefox/policies.json': json(firefoxPolicies(deployment)),
    ...Object.fromEntries(
      windowsBrowsers.map((browser) => [`windows/${browser.file}.reg`, regFile(deployment, browser)]),
    ),
    'windows/la-chan.admx': admxFile(deployment, schema, windowsBrowsers),
    'windows/vi-VN/la-chan.adml': await admlFile('vi', schema, windowsBrowsers),
    'windows/en-US/la-chan.adml': await admlFile('en', schema, windowsBrowsers),
    ...Object.fromEntries(
      macBrowsers.map((browser) => [`macos/${browser.file}.mobileconfig`, mobileConfig(deployment, browser)]),
    ),
  };
}

/** Chrome, Edge and Chromium on Linux read this as it is. Incognito windows are shut: no policy can put an extension there. */
export function chromiumPolicies(deployment: Deployment): object {
  return {
    ...chromiumSettings(deployment, 'IncognitoModeAvailability'),
    '3rdparty': { extensions: { [deployment.id]: deployment.policy } },
  };
}

/** `incognito` is what the browser calls its policy for such windows; 1 shuts them. */
function chromiumSettings({ id, updateUrl }: Deployment, incognito: string) {
  return {
    ExtensionSettings: {
      [id]: {
        installation_mode: 'force_installed',
        update_url: updateUrl,
        override_update_url: true,
        toolbar_pin: 'force_pinned',
      },
    },
    [incognito]: 1,
    DeveloperToolsAvailability: 0,
    BrowserGuestModeEnabled: false,
  };
}

export function firefoxPolicies({ firefoxUrl, policy }: Deployment): {
  readonly policies: Readonly<Record<string, unknown>>;
} {
  return {
    policies: {
      ExtensionSettings: {
        [FIREFOX_ID]: {
          installation_mode: 'force_installed',
          install_url: firefoxUrl,
          private_browsing: true,
          default_area: 'navbar',
        },
      },
      DisablePrivateBrowsing: true,
      '3rdparty': { Extensions: { [FIREFOX_ID]: policy } },
    },
  };
}

/** A registry file (to be saved as UTF-16 with its mark). Lists and objects are JSON in a string, which the browsers read. */
function regFile(deployment: Deployment, { key, incognito }: (typeof windowsBrowsers)[number]): string {
  const { id, policy } = deployment;
  const { ExtensionSettings, ...flags } = chromiumSettings(deployment, incognito);
  const section = (path: string, values: object) =>
    `[HKEY_LOCAL_MACHINE\\${path}]\n${Object.entries(values)
      .map(([name, value]) => `"${name}"=${regValue(value)}\n`)
      .join('')}`;
  return [
    'Windows Registry Editor Version 5.00\n',
    section(key, { ExtensionSettings, ...flags }),
    section(`${key}\\3rdparty\\extensions\\${id}\\policy`, policy),
  ]
    .join('\n')
    .replace(/\n/g, '\r\n');
}

function regValue(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean')
    return `dword:${Number(value).toString(16).padStart(8, '0')}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** A configuration profile for macOS: the browser's own settings and the extension's, as two payloads. */
function mobileConfig(deployment: Deployment, { domain, incognito }: (typeof macBrowsers)[number]): string {
  const payloads = [
    { type: domain, content: chromiumSettings(deployment, incognito) },
    { type: `${domain}.extensions.${deployment.id}`, content: deployment.policy },
  ];
  const head = (type: string, name: string) => ({
    PayloadType: type,
    PayloadIdentifier: `vn.la-chan.${name}`,
    PayloadUUID: uuidFrom(`${deployment.id}${name}`),
    PayloadVersion: 1,
    PayloadEnabled: true,
  });
  const profile = {
    ...head('Configuration', `profile.${domain}`),
    PayloadDisplayName: 'Lá Chắn',
    PayloadScope: 'System',
    PayloadContent: payloads.map(({ type, content }) => ({ ...head(type, type), ...content })),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${plist(profile, '')}
</plist>
`;
}

function plist(value: unknown, indent: string): string {
  if (typeof value === 'boolean') return `${indent}<${value} />`;
  if (typeof value === 'number') return `${indent}<integer>${value}</integer>`;
  if (typeof value === 'string') return `${indent}<string>${escapeXml(value)}</string>`;
  const inside = `${indent}  `;
  if (Array.isArray(value))
    return `${indent}<array>\n${value.map((item) => `${plist(item, inside)}\n`).join('')}${indent}</array>`;
  const entries = Object.entries(value ?? {});
  const lines = entries.map(
    ([name, item]) => `${inside}<key>${escapeXml(name)}</key>\n${plist(item, inside)}\n`,
  );
  return `${indent}<dict>\n${lines.join('')}${indent}</dict>`;
}

/** The same id for the same payload every time, so that a new profile replaces the old one. */
function uuidFrom(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 32)
    .toUpperCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
