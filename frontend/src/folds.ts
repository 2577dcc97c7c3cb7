// A link to something inside a folded part opens that part.

function unfold(): void {
  const target = window.location.hash.length > 1 ? document.getElementById(window.location.hash.slice(1)) : null;
  const folded = target?.closest("details");
  if (!target || !folded || folded.open) return;
  folded.open = true;
  target.scrollIntoView();
}

export function startFolds(): void {
  window.addEventListener("hashchange", unfold);
  unfold();
}
