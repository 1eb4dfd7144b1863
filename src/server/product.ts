import manifest from '../../package.json' with { type: 'json' };

/** The product this server is part of. */
export const product = { version: manifest.version } as const;
