// The answer to a form stands at an address that gives it again, so that going back to it asks nothing to be sent twice.

export function startKeptAddress(): void {
  const answer = document.querySelector<HTMLElement>("[data-kept-address]");
  const address = answer?.dataset.keptAddress;
  if (address) window.history.replaceState(window.history.state, "", address);
}
