const PAGE = 64 * 1024;

/** Refuses a WebAssembly library more memory than `most` bytes in all: it is told that there is none, and ends its work. */
export function limitMemory(instance: WebAssembly.Instance, most: number, onRefused?: () => void): void {
  for (const memory of Object.values(instance.exports))
    if (memory instanceof WebAssembly.Memory)
      memory.grow = (pages) => {
        if (memory.buffer.byteLength + pages * PAGE <= most)
          return WebAssembly.Memory.prototype.grow.call(memory, pages);
        onRefused?.();
        throw new RangeError('no more memory');
      };
}
