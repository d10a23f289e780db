/** Tooltip content: name, then label and value in two columns, then where the value comes from. */

export interface TooltipLine {
  readonly label: string;
  readonly value: string;
}

export interface TooltipInput {
  readonly head: string;
  readonly lines: readonly TooltipLine[];
  readonly foot: string;
}

/** ECharts takes HTML, and names come from users: every text is escaped. */
export function tooltipOf({ head, lines, foot }: TooltipInput): string {
  const rows = lines.map(
    ({ label, value }) =>
      `<span class="tip-label">${escapeHtml(label)}</span><span class="tip-value">${escapeHtml(value)}</span>`,
  );
  const tail = foot ? `<div class="tip-foot">${escapeHtml(foot)}</div>` : '';
  return `<div class="tip"><b>${escapeHtml(head)}</b><div class="tip-rows">${rows.join('')}</div>${tail}</div>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
