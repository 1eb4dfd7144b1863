import product from '../../package.json' with { type: 'json' };

/** Version of this command. */
export const productVersion = product.version;
