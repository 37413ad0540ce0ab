import { crc32 } from "node:zlib";
import { decodeNumbers, encodeNumbers } from "./numbers.ts";

/** A record as a line: JSON whose last key is the CRC-32 of the text before it. */
export function encodeLine(record: object): string {
  const body = JSON.stringify(record, encodeNumbers).slice(0, -1);
  return `${body},"crc":"${checksum(body)}"}\n`;
}

/** The record of a line without its line break; undefined if the line is damaged. */
export function decodeLine(line: string): unknown {
  const end = line.lastIndexOf(',"crc":"');
  const body = line.slice(0, end);
  if (end < 0 || line.slice(end) !== `,"crc":"${checksum(body)}"}`) return undefined;
  try {
    // A reviver is slow, and few lines need one.
    return JSON.parse(`${body}}`, body.includes('{"number":"') ? decodeNumbers : undefined);
  } catch {
    return undefined; // written by another program
  }
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, "0");
