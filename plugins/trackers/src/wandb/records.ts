import Pbf from "pbf";
import { type HistoryRow, jsonOf } from "./history.ts";

/** Fields of the message `wandb_internal.RunRecord`, which precedes the rows of a run. */
export interface WandbRun {
  readonly id: string;
  readonly entity?: string | undefined;
  readonly project: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly group?: string | undefined;
  readonly jobType?: string | undefined;
  readonly name: string;
  readonly notes?: string | undefined;
  readonly tags: readonly string[];
  readonly sweep?: string | undefined;
  readonly host: string;
  /** Seconds since 1970. */
  readonly started: number;
}

/** Encodes the numbered records of one run. Field numbers: wandb/proto/wandb_internal.proto. */
export function recordWriter() {
  let number = 0;
  const record = <T>(field: number, write: (value: T, pbf: Pbf) => void, value: T): Uint8Array => {
    const pbf = new Pbf();
    pbf.writeVarintField(1, ++number);
    pbf.writeMessage(field, write, value);
    return pbf.finish();
  };
  return {
    run: (run: WandbRun) => record(17, writeRun, run),
    history: (row: HistoryRow) => record(2, writeHistory, row),
    summary: (row: HistoryRow) => record(3, writeItems, Object.entries(row)),
    exit: (code: number, runtime: number) => record(18, writeExit, [code, Math.round(runtime)] as const),
  };
}

type Item = readonly [key: string, value: unknown];

function writeRun(run: WandbRun, pbf: Pbf): void {
  const text = (field: number, value: string | undefined) => {
    if (value !== undefined) pbf.writeStringField(field, value);
  };
  text(1, run.id);
  text(2, run.entity);
  text(3, run.project);
  pbf.writeMessage(4, writeItems, Object.entries(run.config));
  text(6, run.group);
  text(7, run.jobType);
  text(8, run.name);
  text(9, run.notes);
  run.tags.forEach((tag) => text(10, tag));
  text(12, run.sweep);
  text(13, run.host);
  pbf.writeMessage(17, (seconds: number, inside: Pbf) => inside.writeVarintField(1, Math.floor(seconds)), run.started);
}

function writeHistory(row: HistoryRow, pbf: Pbf): void {
  writeItems(Object.entries(row), pbf);
  pbf.writeMessage(2, (step: number, inside: Pbf) => inside.writeVarintField(1, step), row["_step"]!);
}

/** Writes items of history, summary or configuration: keys, and values as JSON. */
const writeItems = (items: readonly Item[], pbf: Pbf): void =>
  items.forEach((item) => pbf.writeMessage(1, writeItem, item));

function writeItem([key, value]: Item, pbf: Pbf): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(16, jsonOf(value));
}

function writeExit([code, runtime]: readonly [number, number], pbf: Pbf): void {
  pbf.writeVarintField(1, code);
  pbf.writeVarintField(2, runtime);
}
