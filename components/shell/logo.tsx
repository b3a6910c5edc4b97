/** Two streams that become one. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden className={className}>
      <path d="M3 5.5c5 0 6.5 6.5 12 6.5h6" stroke="var(--primary)" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M3 18.5c5 0 6.5-6.5 12-6.5" stroke="var(--primary)" strokeWidth="2.6" strokeLinecap="round" opacity="0.5" />
    </svg>
  );
}
