/** A native function; the page may replace anything but what was taken before its first script. */
export type Native = (...args: never[]) => unknown;

const { apply, construct, getOwnPropertyDescriptor, defineProperty } = Reflect;
const originals = new WeakMap<object, object>();
const lookUp = originals.get.bind(originals);
const remember = originals.set.bind(originals);

/** What stands in for a native call: `go` runs the native one, with other arguments if given. */
export type Around = (self: unknown, args: unknown[], go: (args?: readonly unknown[]) => unknown) => unknown;

/** Wraps a method, getter or setter. Name, length, identity on both ends and `toString` stay as they were. */
export function wrap(
  owner: object | undefined,
  name: string,
  around: Around,
  part: 'value' | 'get' | 'set' = 'value',
): void {
  const descriptor = owner && getOwnPropertyDescriptor(owner, name);
  const native = descriptor?.[part];
  if (!owner || !descriptor || typeof native !== 'function') return;
  const proxy = new Proxy(native, {
    apply: (target, self, args) => around(self, args, (other = args) => apply(target, self, other)),
  });
  remember(proxy, lookUp(native) ?? native);
  defineProperty(owner, name, { ...descriptor, [part]: proxy });
}

/** Wraps a constructor: `around` runs before `new`; an instance it returns is what the page gets. */
export function wrapConstructor(
  name: string,
  around: (args: unknown[], go: (args?: readonly unknown[]) => object) => object,
): void {
  const descriptor = getOwnPropertyDescriptor(globalThis, name);
  const native = descriptor?.value;
  if (!descriptor || typeof native !== 'function') return;
  const proxy: object = new Proxy(native, {
    construct: (target, args, newTarget) =>
      around(args, (other = args) => construct(target, other, newTarget === proxy ? target : newTarget)),
  });
  remember(proxy, native);
  defineProperty(globalThis, name, { ...descriptor, value: proxy });
  const own = getOwnPropertyDescriptor(native.prototype, 'constructor');
  if (own?.value === native) defineProperty(native.prototype, 'constructor', { ...own, value: proxy });
}

/** Wrapped functions print as the native ones do, and so does the printer. */
export function hideWrapping(): void {
  wrap(Function.prototype, 'toString', (self, args, go) => {
    const original = typeof self === 'function' ? lookUp(self) : undefined;
    return original ? apply(nativeToString, original, args) : go();
  });
}
const nativeToString = Function.prototype.toString;
