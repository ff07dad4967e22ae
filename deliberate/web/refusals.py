"""A refusal: what a service says when it can't do what was asked."""


class Refusal(Exception):
    """Named for what happened; its text says what to do, and `status` is the honest HTTP status.

    Views catch the refusals that they can show on their own form; any other becomes a page.
    """

    status = 422
    text: object = ""  # a lazy translation, so that it is said in the reader's language

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts

    def __str__(self) -> str:
        text = str(self.text)
        return text % self.facts if self.facts else text
