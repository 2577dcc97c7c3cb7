// Numbers as the page's language writes them, with the same characters as the server.

const NARROW_NO_BREAK_SPACE = "\u202f";

function french(): boolean {
  return document.documentElement.lang !== "en";
}

export function writeNumber(value: number, digits = 0, isFrench = french()): string {
  const [whole = "0", decimals] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, isFrench ? NARROW_NO_BREAK_SPACE : ",");
  const text = decimals === undefined ? grouped : `${grouped}${isFrench ? "," : "."}${decimals}`;
  return value < 0 && Number(value.toFixed(digits)) !== 0 ? `−${text}` : text;
}

export function writePercent(share: number, isFrench = french()): string {
  return `${writeNumber(100 * share, 0, isFrench)}${isFrench ? `${NARROW_NO_BREAK_SPACE}%` : "%"}`;
}

export function fold(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'");
}
