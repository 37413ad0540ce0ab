/** Bytes that are read in parts: a file, an array, or a part of either. */
export interface ByteSource {
  readonly size: number;
  /** Reads `length` bytes from `start`, which must be within the source. */
  read(start: number, length: number): Uint8Array;
}

/** An array as a source. Its parts share memory. */
export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (start, length) => bytes.subarray(start, start + length),
});

/** A part of a source. */
export const partOf = (source: ByteSource, start: number, size: number): ByteSource => ({
  size,
  read: (at, length) => source.read(start + at, length),
});

/** Bytes that are read ahead, so that numbers of a few bytes need no access to the file each. */
const windowBytes = 2 ** 16;

/** A source that is read through a window. */
export interface ReadAhead extends ByteSource {
  /** The byte at a position, which must be within the source. */
  byte(at: number): number;
}

/** The same bytes, read through a window. Parts of the window's size and more are read directly. */
export function readAhead(source: ByteSource): ReadAhead {
  let window: Uint8Array = new Uint8Array();
  let from = 0;
  const read = (start: number, length: number): Uint8Array => {
    if (length >= windowBytes) return source.read(start, length);
    if (start < from || start + length > from + window.length) {
      [window, from] = [source.read(start, Math.min(windowBytes, source.size - start)), start];
    }
    return window.subarray(start - from, start - from + length);
  };
  return { size: source.size, read, byte: (at) => window[at - from] ?? read(at, 1)[0]! };
}
