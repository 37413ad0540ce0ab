const seconds = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;

/** Converts `4h`, `1d12h`, `90` (minutes) or a time in Slurm's format to Slurm's format; undefined for anything else. */
export function slurmTime(given: string | number): string | undefined {
  const text = String(given);
  if (/^(\d+-)?\d{1,2}:\d{2}(:\d{2})?$|^\d+-\d{1,2}$|^UNLIMITED$/i.test(text)) return text;
  if (/^\d+$/.test(text)) return format(Number(text) * seconds.m);
  if (!/^(\d+[dhms])+$/.test(text)) return undefined;
  return format(
    [...text.matchAll(/(\d+)([dhms])/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * seconds[unit as keyof typeof seconds],
      0,
    ),
  );
}

/** Formats a number of seconds as `days-hours:minutes:seconds`. */
function format(total: number): string {
  const part = (unit: number, modulus: number) => String(Math.floor(total / unit) % modulus).padStart(2, "0");
  return `${Math.floor(total / seconds.d)}-${part(seconds.h, 24)}:${part(seconds.m, 60)}:${part(seconds.s, 60)}`;
}
