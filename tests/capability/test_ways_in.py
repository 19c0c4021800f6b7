"""Ways in of equal standing: chosen at set-up, offered at sign-in, changed when signed in, forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

import time_machine

from tests.capability.test_sign_in import PICTURES, card_for, open_card, use_card
from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town
from webapp import accounts
from webapp.accounts import queries
from webapp.core.database import unit_of_work

WORDS = "my dog runs fast"


def ways_shown(page: bytes) -> list[str]:
    """The ways on a page, in order, with nothing that makes one larger than another."""
    return [found.decode() for found in re.findall(rb'<button class="opt" name="way" value="(\w+)"', page)]


def test_an_adult_chooses_between_three_of_equal_standing(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "samina"))
    assert ways_shown(phone.get("/").data) == ["password", "pictures", "passkey"]


def test_a_child_chooses_between_pictures_and_words_of_equal_standing(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "yusuf"))
    assert ways_shown(phone.get("/").data) == ["pictures", "words"]


def test_a_child_sets_up_words_and_signs_in_with_them_in_any_case(town: Town, browser: Open) -> None:
    card, phone = card_for(town, "yusuf"), browser()
    use_card(phone, card)
    assert phone.post("/sign-in/way", {"way": "words"}).status_code == 303
    page = phone.get("/").data
    assert b'autocomplete="new-password"' in page
    assert phone.post("/sign-in/new-words", {"words": "two words"}).status_code == 422
    assert phone.post("/sign-in/new-words", {"words": WORDS}).status_code == 303
    assert phone.get("/houses").status_code == 200
    for typed in (WORDS, "  MY dog\tRuns   fast "):
        again = browser()
        open_card(again, card)
        assert b'autocomplete="current-password"' in again.get("/").data
        assert again.post("/sign-in/words", {"words": typed}).status_code == 303
    assert WORDS.encode() not in phone.get("/ways-in").data
    wrong = browser()
    open_card(wrong, card)
    assert wrong.post("/sign-in/words", {"words": "my dog runs slow"}).status_code == 422


def test_common_words_and_one_word_three_times_are_refused(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "yusuf"))
    for words in ("pass word 1", "dog dog dog", "x" * 201):
        answer = phone.post("/sign-in/new-words", {"words": words})
        assert answer.status_code == 422, words
        assert words.encode() not in answer.data
    assert phone.post("/sign-in/new-words", {"words": "supercalifragi"}).status_code == 303


def test_pictures_of_a_child_under_8_are_three_and_from_8_four(town: Town, browser: Open) -> None:
    for person, count in (("yusuf", 3), ("samina", 4)):
        phone = browser()
        use_card(phone, card_for(town, person))
        phone.post("/sign-in/way", {"way": "pictures"})
        assert b'data-count="%d"' % count in phone.get("/").data
        few = ",".join(PICTURES.split(",")[: count - 1])
        assert phone.post("/sign-in/new-pictures", {"pictures": few}).status_code == 422
        enough = ",".join(PICTURES.split(",")[:count])
        assert phone.post("/sign-in/new-pictures", {"pictures": enough}).status_code == 303


def test_a_child_has_no_passkey_and_an_adult_no_words(town: Town, browser: Open) -> None:
    child, adult = browser(), browser()
    use_card(child, card_for(town, "yusuf"))
    use_card(adult, card_for(town, "samina"))
    assert child.post("/sign-in/new-passkey/begin").status_code == 422
    assert child.post("/sign-in/new-password", {"password": "seven green kettles"}).status_code == 422
    assert adult.post("/sign-in/new-words", {"words": WORDS}).status_code == 422


def test_each_way_a_person_has_is_one_tap_away(town: Town, browser: Open) -> None:
    with unit_of_work():
        accounts.set_way_in(person_id=town.zara, kind="words", secret=WORDS)
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    first = phone.get("/").data
    assert b"Tap your 4 pictures" in first
    assert b"Use my words instead" in first
    assert phone.post("/sign-in/way", {"way": "words"}).status_code == 303
    assert b"Use my pictures instead" in phone.get("/").data
    assert phone.post("/sign-in/words", {"words": WORDS}).status_code == 303


def test_a_way_that_a_person_does_not_have_is_not_offered(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    phone.post("/sign-in/way", {"way": "words"})
    page = phone.get("/").data
    assert b"Tap your 4 pictures" in page
    assert b"instead" not in page


def test_a_new_card_of_someone_set_up_needs_its_code_first(town: Town, browser: Open) -> None:
    card, phone = card_for(town, "zara"), browser()
    open_card(phone, card)
    assert b"six-digit code" in phone.get("/").data
    assert phone.post("/sign-in/pictures", {"pictures": PICTURES}).status_code == 422
    assert phone.get("/houses").status_code == 303
    assert phone.post("/sign-in/code", {"code": card.code}).status_code == 303
    assert phone.post("/sign-in/pictures", {"pictures": PICTURES}).status_code == 303


def test_a_way_in_is_added_and_changed_when_signed_in(town: Town, sign_in: SignInAs, browser: Open) -> None:
    child = sign_in(town.zara)
    assert b"How I sign in" in child.get("/ways-in").data
    child.post("/sign-in/way", {"way": "words"})
    assert b"Choose your words" in child.get("/ways-in").data
    assert child.post("/sign-in/new-words", {"words": WORDS}).headers["Location"] == "/ways-in"
    with unit_of_work():
        assert queries.ways_of(town.zara) == ["pictures", "words"]
    assert child.post("/ways-in/end", {"way": "pictures"}).status_code == 303
    assert child.post("/ways-in/end", {"way": "words"}).status_code == 422
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    assert phone.post("/sign-in/pictures", {"pictures": PICTURES}).status_code == 422
    assert phone.post("/sign-in/words", {"words": WORDS}).status_code == 303


def test_a_change_asks_again_who_it_is_after_a_while(
    town: Town, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    adult = sign_in(town.imran)
    clock.shift(timedelta(minutes=11))
    assert b"Is it still you?" in adult.get("/ways-in").data
    assert adult.post("/sign-in/new-pictures", {"pictures": PICTURES}).status_code == 422
    assert adult.post("/ways-in/end", {"way": "password"}).status_code == 422
    assert adult.post("/ways-in/prove", {"prove_secret": "wrong"}).status_code == 422
    assert adult.post("/ways-in/prove", {"prove_secret": "eleven green kettles"}).status_code == 303
    assert adult.post("/sign-in/new-pictures", {"pictures": PICTURES}).status_code == 303
    with unit_of_work():
        assert queries.ways_of(town.imran) == ["password", "pictures"]


def test_words_can_prove_that_it_is_them(
    town: Town, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    with unit_of_work():
        accounts.set_way_in(person_id=town.zara, kind="words", secret=WORDS)
    child = sign_in(town.zara)
    clock.shift(timedelta(minutes=11))
    assert child.post("/ways-in/prove", {"prove_secret": WORDS.upper()}).status_code == 303


def test_staff_and_strangers_have_no_such_page(town: Town, sign_in: SignInAs, browser: Open) -> None:
    worker = sign_in(town.beth)
    assert worker.get("/ways-in").status_code == 404
    form = {"password": "seven green kettles"}
    assert worker.post("/sign-in/new-password", form, page="/inbox").headers["Location"] == "/"
    assert browser().post("/sign-in/new-password", form).status_code == 422
    with unit_of_work():
        assert queries.ways_of(town.beth) == []


def test_a_set_up_cannot_be_done_again_from_the_card(town: Town, browser: Open) -> None:
    """Whoever has the card and its code does not get past the pictures of someone who has them."""
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    answer = phone.post("/sign-in/new-pictures", {"pictures": "star,bike,tree,key"})
    assert answer.status_code == 422
    assert b"Tap your 4 pictures" in answer.data


def test_starting_again_ends_every_old_way(town: Town, sign_in: SignInAs, browser: Open) -> None:
    with unit_of_work():
        accounts.set_way_in(person_id=town.zara, kind="words", secret=WORDS)
    child = sign_in(town.zara)
    with unit_of_work():
        accounts.forget_ways_in(person_id=town.zara, actor_id=town.beth)
    assert child.get("/houses").status_code == 303
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    assert phone.post("/sign-in/words", {"words": WORDS}).status_code == 422
    assert ways_shown(phone.get("/").data) == ["pictures", "words"]
    assert phone.post("/sign-in/new-pictures", {"pictures": "star,bike,tree,key"}).status_code == 303


def grown_up_a_little(town: Town) -> accounts.IssuedCard:
    """Yusuf chose three pictures at seven, and is eight now; gives the card in his hand."""
    card = card_for(town, "yusuf")
    with unit_of_work():
        accounts.set_way_in(person_id=town.yusuf, kind="pictures", secret="boat leaf moon")
        accounts.change_person(person_id=town.yusuf, name="Yusuf", language="en", band="mid")
    return card


def test_a_child_who_turned_eight_signs_in_with_the_pictures_that_were_chosen(
    town: Town, browser: Open
) -> None:
    card, phone = grown_up_a_little(town), browser()
    open_card(phone, card)
    assert b"Tap your 3 pictures" in phone.get("/").data
    assert phone.post("/sign-in/pictures", {"pictures": "boat,leaf"}).status_code == 422
    assert phone.post("/sign-in/pictures", {"pictures": "boat,leaf,moon"}).status_code == 303
    assert phone.get("/houses").status_code == 200


def sign_in_with_three(phone: Browser, card: accounts.IssuedCard) -> bytes:
    """The first page that Yusuf sees after the one about Leave."""
    open_card(phone, card)
    phone.post("/sign-in/pictures", {"pictures": "boat,leaf,moon"})
    if b'action="/leaving"' in phone.get("/").data:
        phone.post("/leaving")
    page: bytes = phone.get("/").data
    return page


def test_more_pictures_are_offered_once_and_a_no_is_kept(town: Town, browser: Open) -> None:
    card, phone = grown_up_a_little(town), browser()
    assert b"You can have 4 pictures now" in sign_in_with_three(phone, card)
    assert phone.post("/ways-in/more-pictures", {"answer": "no"}).headers["Location"] == "/"
    assert b"pictures now" not in phone.get("/").data
    assert b"pictures now" not in sign_in_with_three(browser(), card)


def test_a_yes_leads_to_four_new_pictures_and_they_are_asked_for_from_then_on(
    town: Town, browser: Open
) -> None:
    card, phone = grown_up_a_little(town), browser()
    sign_in_with_three(phone, card)
    assert phone.post("/ways-in/more-pictures", {"answer": "yes"}).headers["Location"] == "/ways-in"
    assert b"Pick 4 pictures to be yours" in phone.get("/ways-in").data
    assert phone.post("/sign-in/new-pictures", {"pictures": PICTURES}, page="/ways-in").status_code == 303
    again = browser()
    open_card(again, card)
    assert b"Tap your 4 pictures" in again.get("/").data
    assert again.post("/sign-in/pictures", {"pictures": PICTURES}).status_code == 303


def test_a_proof_asks_for_as_many_pictures_as_were_chosen(
    town: Town, browser: Open, clock: time_machine.Traveller
) -> None:
    card, phone = grown_up_a_little(town), browser()
    sign_in_with_three(phone, card)
    phone.post("/ways-in/more-pictures", {"answer": "no"})
    clock.shift(timedelta(minutes=11))
    page = phone.get("/ways-in").data
    assert b'name="prove_picture_3"' in page
    assert b'name="prove_picture_4"' not in page
    proof = {f"prove_picture_{n}": name for n, name in enumerate(("boat", "leaf", "moon"), 1)}
    assert phone.post("/ways-in/prove", proof, page="/ways-in").status_code == 303
