"""Frozen values whose classes are made in no time.

Where `dataclass` writes methods for each class and compiles them, a third of a millisecond, all classes here share the
same ones. It matters for the fifteen that every search needs, which is a new process: 4 ms of it.
"""

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Value:
    """A frozen value: the fields that its class annotates, made, compared and shown as those of a dataclass."""

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _compared: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, beside: str = "") -> None:
        """Notes the fields.

        Args:
            beside: name of a field that does not count when values are compared.
        """
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[misc] # mypy takes it for final
        cls._compared = tuple(name for name in cls.__match_args__ if name != beside)

    def __init__(self, *values: Any, **named: Any) -> None:
        given = dict(zip(self.__match_args__, values, strict=False), **named)
        lacking = [name for name in self.__match_args__ if name not in given and not hasattr(type(self), name)]
        if lacking or len(given) != len(values) + len(named) or not given.keys() <= set(self.__match_args__):
            raise TypeError(f"{type(self).__name__} has the fields {self.__match_args__}, not {values} and {named}")
        self.__dict__.update(given)

    def but(self, **changes: Any) -> Self:
        """The same value with other fields."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash((type(self), self._told()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({fields})"

    def _told(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self._compared)
