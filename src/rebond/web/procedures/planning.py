"""From a question to plans: the site as it stands, and as it would be with some studies done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.canonical import digest
from rebond.procedure.assumptions import assumptions_of, with_changes
from rebond.procedure.planning import plan_site
from rebond.web.procedures.assumed import Field, changes_of, fields_of

if TYPE_CHECKING:
    from rebond.procedure.plan_result import SitePlan
    from rebond.procedure.site_model import ReadSite
    from rebond.web.procedures.asking import Question

SHORT = 16
FEW_DRAWS = 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A question with its answer.

    `base` is the site as it stands, `plan` with what is supposed done; both are the same plan when
    nothing is. The order of anticipations stands on `base`, unless the visitor's page has it already.
    """

    asked: Question
    read: ReadSite
    base: SitePlan
    plan: SitePlan
    fields: tuple[Field, ...]
    base_key: str

    @property
    def days_won(self) -> int:
        """Return by how many days the P50 moves earlier."""
        return (self.base.dates.p50 - self.plan.dates.p50).days

    @property
    def days_won_p90(self) -> int:
        """Return by how many days the P90 moves earlier."""
        return (self.base.dates.p90 - self.plan.dates.p90).days

    @property
    def is_supposing(self) -> bool:
        """Return whether something is supposed done."""
        return bool(self.plan.what_if)


def planned(asked: Question) -> Planned:
    """Plan what is asked.

    Raises
    ------
    RebondError
        What the engine refuses.
    """
    bare = plan_site(asked.read, as_of=asked.as_of, draws=FEW_DRAWS, with_order=False)
    fields = fields_of(assumptions_of(bare, asked.read.site), asked.numbers)
    read = with_changes(asked.read, changes_of(fields))
    key = digest([read.digest, asked.as_of.isoformat()]).removeprefix("sha256:")[:SHORT]
    base = plan_site(read, as_of=asked.as_of, with_order=asked.known_base != key)
    done = asked.done & {gain.tasks[0] for gain in base.gains}
    plan = plan_site(read, as_of=asked.as_of, what_if=done, with_order=False) if done else base
    return Planned(asked, read, base, plan, fields, key)
