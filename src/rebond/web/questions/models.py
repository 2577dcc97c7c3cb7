"""Written questions: the register, what each is about, answers frozen with their evidence."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.parliament.asks import Kind as AskKind
from rebond.parliament.question import FIELD_TEXTS, Chamber, WrittenQuestion
from rebond.web.accounts.models import Membership

CHAMBERS = [(str(one), one.text.fr) for one in Chamber]


def _by() -> models.ForeignKey:
    return models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")


class Intake(models.Model):
    """What somebody handed in, read and not taken yet: the preview of an import."""

    reference = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=8)
    digest = models.CharField(max_length=71)
    rows = models.JSONField(default=list)
    """The questions that were read, as `WrittenQuestion.as_json`."""
    refused = models.JSONField(default=list)
    """Why the others were not: texts in both languages."""
    received_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class Question(models.Model):
    """A written question; public once published in the Journal officiel."""

    reference = models.CharField(max_length=40, unique=True)
    """`WrittenQuestion.key`: ``an-15-31804``."""
    chamber = models.CharField(max_length=8, choices=CHAMBERS)
    number = models.PositiveIntegerField()
    legislature = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=400, blank=True)
    author = models.CharField(max_length=200, blank=True)
    author_reference = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=200, blank=True)
    circonscription = models.CharField(max_length=200, blank=True)
    rubric = models.CharField(max_length=200, blank=True)
    ministry_asked = models.CharField(max_length=300, blank=True)
    ministry_attributed = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_page = models.CharField(max_length=20, blank=True)
    flagged_on = models.DateField(null=True, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    replied_page = models.CharField(max_length=20, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    """Derived by `rebond.parliament.clock`, for lists; None where the rule is not established."""
    is_open = models.BooleanField(default=True)
    """Derived: neither answered nor ended."""
    digest = models.CharField(max_length=71)
    form = models.CharField(max_length=8)
    """Form of the text that was read last."""
    source_url = models.CharField(max_length=500, blank=True)
    """Page on which the text is published; empty when nobody said it."""
    is_fictitious = models.BooleanField(default=False)
    """Whether fictitious people took it in, in words that are not those of the package: the one mark, for pages and data."""
    taken_by = _by()
    taken_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    confirmed_by = _by()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When somebody confirmed what the question is about; without it, subjects and requests are as the text reads."""

    class Meta:
        ordering = ["-published_on", "-pk"]
        indexes = [
            models.Index(fields=["is_open", "due_on"]),
            models.Index(fields=["published_on", "id"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody confirmed what it is about, and not for the demonstration alone."""
        return self.confirmed_at is not None and not self.is_tried

    @property
    def is_tried(self) -> bool:
        """Whether it is real and fictitious people said what it is about."""
        by = self.confirmed_by
        return not self.is_fictitious and by is not None and by.organisation.is_fictitious

    @property
    def value(self) -> WrittenQuestion:
        """Return the question as the engine takes it."""
        return WrittenQuestion(
            chamber=Chamber(self.chamber),
            number=self.number,
            **{name: getattr(self, name) for name in FIELD_TEXTS},
        )


class SubjectSet(models.QuerySet["Subject"]):
    """Subjects by who says them."""

    def telling(self) -> SubjectSet:
        """Return those that pages and data may tell: of a real question, none that fictitious people alone say."""
        return self.exclude(
            is_read=False,
            question__is_fictitious=False,
            question__confirmed_by__organisation__is_fictitious=True,
        )


class Subject(models.Model):
    """A territory or a measure that a question is about: read in its text, then confirmed by a person."""

    class Kind(models.TextChoices):
        TERRITORY = "territory", _("territoire")
        MEASURE = "measure", _("mesure")

    question = models.ForeignKey(Question, models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=120)
    """Key of a place, or ``programme/measure``."""
    is_read = models.BooleanField(default=False)
    """Whether the text itself names it beyond doubt, whoever confirmed it."""

    objects = SubjectSet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "kind", "code"], name="one_subject_once")
        ]
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Request(models.Model):
    """One request of a question, with its place in the text and its kind: read, then confirmed by a person."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="requests")
    number = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=[(str(one), one.text.fr) for one in AskKind])

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="one_request_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.number}"


class AnswerSet(models.QuerySet["Answer"]):
    """Answers by who wrote them."""

    def fictitious(self) -> AnswerSet:
        """Return those that people of a fictitious organisation drafted, edited, read or published."""
        people = Membership.objects.filter(organisation__is_fictitious=True)
        by = ("drafted_by", "submitted_by", "read_by", "published_by")
        wanted = models.Q(
            pk__in=Answer.hands.through.objects.filter(membership__in=people).values("answer")
        )
        for name in by:
            wanted |= models.Q(**{f"{name}__organisation__is_fictitious": True})
        return self.filter(wanted)


class Answer(models.Model):
    """A draft answer frozen with its evidence, then read by a second person, then published for ever."""

    class State(models.TextChoices):
        DRAFT = "draft", _("projet")
        SUBMITTED = "submitted", _("en seconde lecture")
        VALIDATED = "validated", _("validée")
        PUBLISHED = "published", _("publiée")
        ABANDONED = "abandoned", _("abandonnée")

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    as_of = models.DateField()
    """Day of the evidence."""
    evidence = models.JSONField(default=list)
    evidence_digest = models.CharField(max_length=71)
    draft_digest = models.CharField(max_length=71)
    subjects = models.JSONField(default=list)
    """What the question was about on that day: kinds and codes of `Subject`, in their order."""
    method_version = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    hands = models.ManyToManyField(Membership, related_name="+")
    """Everyone who drafted, edited or submitted it, also where somebody else changed the words later."""
    submitted_by = _by()
    submitted_at = models.DateTimeField(null=True, blank=True)
    read_by = _by()
    read_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)
    """Words of the second reader when the draft goes back; never public."""
    published_by = _by()
    published_at = models.DateTimeField(null=True, blank=True)
    published_digest = models.CharField(max_length=71, blank=True)
    """Digest of what was published: question, day, evidence, words."""

    objects = AnswerSet.as_manager()

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="one_answer_a_number"),
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(state__in=["draft", "submitted", "validated"]),
                name="one_answer_in_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.number}"

    @property
    def is_fictitious(self) -> bool:
        """Whether it is of the demonstration: its question, or the organisation of anybody who had a hand in it."""
        return (
            self.question.is_fictitious or Answer.objects.fictitious().filter(pk=self.pk).exists()
        )

    @property
    def is_in_hand(self) -> bool:
        """Whether it may still change."""
        return self.state in {self.State.DRAFT, self.State.SUBMITTED, self.State.VALIDATED}


class Block(models.Model):
    """The answer to one request: the sentences of the draft, and the words as edited."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="blocks")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(str(one), one.text.fr) for one in AskKind])
    request = models.TextField()
    sentences = models.JSONField(default=list)
    text_fr = models.TextField()
    text_en = models.TextField(blank=True)
    edited_by = _by()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["answer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="one_block_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.number}"


class Told(models.Model):
    """An alert that was sent for a question and a day, so that nobody is told twice."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="told")
    key = models.CharField(max_length=60)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "key"], name="one_question_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.key}"
