/** Size from which memory is freed at once, in bytes. Garbage collection keeps up with less. */
const freedBytes = 2 ** 20;

const discarding = closedPort();

/**
 * Frees the memory of large arrays at once. They become empty.
 *
 * The garbage collector frees an array after some of its tasks have run. A step occupies the thread, so that the next one would begin
 * before: an iteration of EDM's DDPM++ at 128 channels had a peak that was 0.8 GiB higher.
 */
export function freeMemory(arrays: Iterable<Float32Array>): void {
  const buffers = [...new Set([...arrays].map(({ buffer }) => buffer as ArrayBuffer))];
  const large = buffers.filter(({ byteLength }) => byteLength >= freedBytes);
  // A message transfers the memory of its buffers. Nobody receives the messages of a closed port, so their memory is freed.
  if (large.length > 0) discarding.postMessage(large, large);
}

function closedPort() {
  const { port1, port2 } = new MessageChannel();
  port1.close();
  return port2;
}
