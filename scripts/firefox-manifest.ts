import type chromium from '../manifest.json';

/**
 * The Firefox manifest, computed from the Chromium one: an event page instead of a service worker, no offscreen documents
 * (the scan host runs in a frame of the event page), an id of its own. Firefox passes File between contexts by itself.
 */
export function firefoxManifest(manifest: typeof chromium) {
  const {
    minimum_chrome_version: _version,
    message_serialization: _messages,
    background,
    permissions,
    ...rest
  } = manifest;
  return {
    ...rest,
    background: { scripts: [background.service_worker], type: background.type },
    permissions: permissions.filter((permission) => permission !== 'offscreen'),
    browser_specific_settings: {
      gecko: {
        id: 'la-chan@la-chan.vn',
        strict_min_version: '140.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  };
}
