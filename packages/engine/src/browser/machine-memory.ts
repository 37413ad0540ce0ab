/** Memory in bytes that a page may use: the address space of WebAssembly, 4 GiB. */
export const machineMemory = (): number => 2 ** 32;
