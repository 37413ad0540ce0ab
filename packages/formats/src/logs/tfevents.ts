import Pbf from "pbf";
import { crc32c } from "./crc32c.ts";

/** Scalars at a step, by tag. TensorBoard draws one chart per tag. */
export interface Scalars {
  /** Seconds since 1970. */
  readonly time: number;
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/** First record of an events file: `Event { wall_time = 1; file_version = 3 }`. */
export function tfeventsHeader(time: number): Uint8Array {
  const event = new Pbf();
  event.writeDoubleField(1, time);
  event.writeStringField(3, "brain.Event:2");
  return record(event.finish());
}

/** Encodes scalars as a record of an events file: `Event { wall_time = 1; step = 2; summary = 5 { value = 1 { tag = 1; simple_value = 2 } } }`. */
export function encodeScalars({ time, step, values }: Scalars): Uint8Array {
  const event = new Pbf();
  event.writeDoubleField(1, time);
  event.writeVarintField(2, step);
  event.writeMessage(5, writeSummary, Object.entries(values));
  return record(event.finish());
}

type Value = readonly [tag: string, simple: number];

const writeSummary = (values: readonly Value[], pbf: Pbf): void =>
  values.forEach((value) => pbf.writeMessage(1, writeValue, value));

function writeValue([tag, simple]: Value, pbf: Pbf): void {
  pbf.writeStringField(1, tag);
  pbf.writeFloatField(2, simple);
}

/**
 * Reads the scalars of an events file up to its last complete record, which ends at byte `end`. A killed process leaves an incomplete
 * record at the end.
 */
export function decodeScalars(bytes: Uint8Array): { readonly scalars: readonly Scalars[]; readonly end: number } {
  const scalars: Scalars[] = [];
  let end = 0;
  for (;;) {
    const data = recordAt(bytes, end);
    if (!data) return { scalars, end };
    end += frameSize + data.length;
    // Copied, because Pbf reads floats at offsets of the underlying buffer.
    const event = new Pbf(Uint8Array.from(data)).readFields<Event>(readEvent, { time: 0, step: 0 });
    if (event.values) scalars.push({ ...event, values: Object.fromEntries(event.values) });
  }
}

interface Event {
  time: number;
  step: number;
  values?: Value[];
}

function readEvent(field: number, event: Event, pbf?: Pbf): void {
  if (field === 1) event.time = pbf!.readDouble();
  else if (field === 2) event.step = pbf!.readVarint();
  else if (field === 5) event.values = pbf!.readMessage(readSummary, [] as Value[]);
}

function readSummary(field: number, values: Value[], pbf?: Pbf): void {
  if (field === 1) values.push(pbf!.readMessage(readValue, ["", 0] as [string, number]));
}

function readValue(field: number, value: [string, number], pbf?: Pbf): void {
  if (field === 1) value[0] = pbf!.readString();
  else if (field === 2) value[1] = pbf!.readFloat();
}

/** Bytes of a record besides its data: the length, and checksums of the length and the data. */
const frameSize = 8 + 4 + 4;

/** A TFRecord: length (u64), its checksum, data, its checksum. */
function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + frameSize);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return bytes;
}

/** The data of the record at an offset, or undefined if the record is incomplete or damaged. */
function recordAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (at + frameSize > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
  const length = view.getUint32(0, true);
  if (view.getUint32(4, true) !== 0 || length > view.byteLength - frameSize) return undefined;
  const data = bytes.subarray(at + 12, at + 12 + length);
  const isWhole =
    view.getUint32(8, true) === masked(bytes.subarray(at, at + 8)) &&
    view.getUint32(12 + length, true) === masked(data);
  return isWhole ? data : undefined;
}

/** CRC-32C in the masked form that TFRecord stores, so that the checksum of data with embedded checksums stays meaningful. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
