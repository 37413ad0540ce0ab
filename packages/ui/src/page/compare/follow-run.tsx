import { useEffect } from "preact/hooks";
import { type FollowedRows, useRows } from "../api/use-rows.ts";

interface FollowProps {
  readonly id: string;
  readonly onRows: (id: string, rows: FollowedRows) => void;
}

/** Follows the log of one of several runs. It shows nothing: hooks of a list of runs need a component each. */
export function FollowRun({ id, onRows }: FollowProps): null {
  const rows = useRows(id);
  useEffect(() => onRows(id, rows), [id, rows, onRows]);
  return null;
}
