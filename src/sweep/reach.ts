import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Hosts by their names, as addresses name them, that may stand inside the own network; `any` where the person decides. */
export type Reach = 'any' | readonly string[];

/** Thrown at a connection to an address inside the own network that nobody allowed. */
export class InternalAddressError extends Error {
  override readonly name = 'InternalAddress';
}

/** RFC 6890: this machine, its network, the unit's networks, and what carries such an address inside another. */
const INTERNAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/127', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16', 'fc00::/7', 'fe80::/10'],
  ...['fec0::/10', 'ff00::/8'],
];
/** Milliseconds for a name to be looked up while a person waits. */
const PATIENCE = 5_000;
const internal = new BlockList();
for (const range of INTERNAL) {
  const [network = '', bits] = range.split('/');
  internal.addSubnet(network, Number(bits), familyOf(network));
}

/** True for an address of this machine, of a network behind it, or of no single machine. */
export function isInternal(address: string): boolean {
  return internal.check(address, familyOf(address));
}

/**
 * Refuses a host that is written as an internal address. A name is judged by `guardedLookup` when it is connected to, so
 * that what was judged is what is asked.
 */
export function refuseInternalHost({ hostname }: URL, reach: Reach): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !isAllowed(hostname, reach) && isInternal(address))
    throw new InternalAddressError(hostname);
}

/** Looks names up and gives none of their addresses when one is internal. Undefined where everything may be reached. */
export function guardedLookup(reach: Reach): LookupFunction | undefined {
  if (reach === 'any') return undefined;
  return (name, options, answer) =>
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) answer(error, []);
      else if (!isAllowed(name, reach) && addresses.some(({ address }) => isInternal(address)))
        answer(new InternalAddressError(name), []);
      else if (options.all) answer(null, addresses);
      else answer(null, addresses[0]!.address, addresses[0]!.family);
    });
}

/** True when an address leads inside now. A name that nobody knows, or knows in time, does not. */
export function leadsInside(url: URL, reach: Reach): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), PATIENCE);
    const say = (error: unknown) => {
      clearTimeout(timer);
      resolve(error instanceof InternalAddressError);
    };
    try {
      refuseInternalHost(url, reach);
    } catch (error) {
      return say(error);
    }
    const find = guardedLookup(reach);
    if (find) find(url.hostname.replace(/^\[|\]$/g, ''), { all: true }, say);
    else say(null);
  });
}

function isAllowed(host: string, reach: Reach): boolean {
  return reach === 'any' || reach.includes(host.toLowerCase());
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}
