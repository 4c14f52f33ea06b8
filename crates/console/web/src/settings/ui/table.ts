/** How tables look: the head's cells, and the others. */
export const HEAD = "border-line border-b px-2 pb-2 text-start font-medium text-faint text-xs first:ps-0 last:pe-0";
export const CELL = "border-line border-b px-2 py-2.5 align-middle text-sm first:ps-0 last:pe-0";
