export const popupClass =
  "min-w-(--anchor-width) max-w-[min(28rem,var(--available-width))] origin-(--transform-origin) rounded-lg border border-line-strong bg-raised text-ink shadow-popup outline-hidden " +
  "transition-[opacity,scale] duration-100 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0";

export const itemClass =
  "grid min-h-8 cursor-default grid-cols-[1rem_1fr] items-center gap-2 rounded-md py-1 pr-3 pl-2 text-sm outline-hidden select-none " +
  "data-highlighted:bg-hover data-disabled:opacity-50";
