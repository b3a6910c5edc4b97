/** A line without axes: shape only, the value stands beside it. Gaps stay gaps. */
export function Sparkline({
  values,
  label,
  threshold,
  width = 72,
  height = 20,
  className,
}: {
  values: readonly (number | null)[];
  label: string;
  threshold?: number;
  width?: number;
  height?: number;
  className?: string;
}) {
  const known = values.filter((value): value is number => value !== null);
  const top = Math.max(1, threshold ?? 0, ...known);
  const x = (index: number) => (values.length < 2 ? width / 2 : (index / (values.length - 1)) * (width - 2) + 1);
  const y = (value: number) => height - 1.5 - (value / top) * (height - 3);
  let path = "";
  values.forEach((value, index) => {
    if (value === null) return;
    const begins = index === 0 || values[index - 1] === null;
    // A single point between gaps would be invisible as a line of no length.
    path += begins ? `M${x(index).toFixed(1)} ${y(value).toFixed(1)}h0.01` : `L${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  });
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} width={width} height={height} className={className}>
      {threshold !== undefined && (
        <line x1="0" x2={width} y1={y(threshold)} y2={y(threshold)} stroke="var(--warn)" strokeWidth="1" strokeDasharray="2 2" opacity="0.8" />
      )}
      {path && <path d={path} fill="none" stroke="var(--series-1)" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />}
    </svg>
  );
}
