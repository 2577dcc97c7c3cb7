// Follow a calculation without reloading the page; without this script the page reloads by itself.

const EVERY_MS = 1000;

interface State {
  readonly state: string;
  readonly word: string;
  readonly percent: number;
  readonly url: string;
}

export function startJob(): void {
  const place = document.querySelector<HTMLElement>("[data-job]");
  const address = place?.dataset["job"];
  if (!place || !address) return;
  const bar = place.querySelector("progress");
  const word = place.querySelector("[data-word]");
  const look = async (): Promise<void> => {
    try {
      const answer = await fetch(address);
      if (answer.ok) {
        const state = (await answer.json()) as State;
        if (state.state === "done") {
          window.location.replace(state.url);
          return;
        }
        if (state.state === "failed") {
          window.location.reload();
          return;
        }
        if (bar) bar.value = state.percent;
        if (word && word.textContent !== state.word) word.textContent = state.word;
      }
    } catch {
      // The server is away for a moment: ask again.
    }
    window.setTimeout(() => void look(), EVERY_MS);
  };
  window.setTimeout(() => void look(), EVERY_MS);
}
