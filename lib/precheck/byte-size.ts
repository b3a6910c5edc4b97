/** 1,536 → `1.5 KiB`. */
export function spellBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let at = 0;
  let size = bytes;
  while (size >= 1_024 && at < units.length - 1) {
    size /= 1_024;
    at += 1;
  }
  return `${size >= 100 || at === 0 ? Math.round(size) : size.toFixed(1)} ${units[at]}`;
}
