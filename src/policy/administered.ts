import type { Layer } from './policy.ts';

/**
 * What of this machine's own layer counts beside an administrator's: only what names people and adds protection. Nobody at
 * the machine switches off what the administrator left at its default.
 */
export function besideAdministrator(local: Layer, managed: Layer): Layer {
  if (Object.keys(managed).length === 0) return local;
  const { contact, deviceName, reportTarget, protect, sites } = local;
  return {
    ...(contact !== undefined && { contact }),
    ...(deviceName !== undefined && { deviceName }),
    ...(reportTarget !== undefined && { reportTarget }),
    ...(protect === 'all' && { protect }),
    ...(sites?.add && { sites: { add: sites.add } }),
  };
}
