/**
 * Reports at every tenth of all the bytes, without a clock. A negative number of bytes takes back what has to be copied
 * again.
 */
export function followProgress(total: number, report: (line: string) => void): (bytes: number) => void {
  let [done, reported] = [0, 0];
  return (bytes) => {
    done += bytes;
    const tenths = total === 0 ? 0 : Math.floor((done * 10) / total);
    if (tenths <= reported) return;
    reported = tenths;
    report(`Copied ${tenths * 10}% of ${wordSize(total)}`);
  };
}

/** `812.4 MB`, in the units of AWS's console. */
export function wordSize(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
