"""OFAC's delta files, written from facts in the documented layout (DeltaFile/1.0).

delta_file(date(2026, 8, 7), [Party("DOE, John", "individual", ("SDNT",), native_id="60000")])
"""

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from tests.notice_pages import Party

HEAD = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<sanctionsData xmlns="https://www.treasury.gov/ofac/DeltaFile/1.0">
  <publicationInfo><datePublished>{day}T00:00:00-04:00</datePublished></publicationInfo>
  <referenceValues /><featureTypes /><entities>"""
TAIL = "</entities></sanctionsData>"


def delta_file(day: date, added: Iterable[Party] = (), removed: Iterable[Party] = ()) -> bytes:
    """A file of what one publication of the lists changed."""
    entities = [*(entity(party, "add", day) for party in added), *(entity(party, "remove", day) for party in removed)]
    return f"{HEAD.format(day=day)}{''.join(entities)}{TAIL}".encode()


def entity(party: Party, action: str, listed_on: date | str) -> str:
    """A whole record, as additions and removals have it."""
    tags = "".join(
        f'<sanctionsProgram id="{number}" refId="{number}">{escape(tag)}</sanctionsProgram>'
        for number, tag in enumerate(party.programmes, 1)
    )
    kind = party.party_type.title()
    return f"""<entity id="{party.native_id}" action="{action}">
      <generalInfo><identityId>1</identityId><entityType refId="600">{kind}</entityType></generalInfo>
      <sanctionsLists>
        <sanctionsList id="1" refId="1550" datePublished="{listed_on}">SDN List</sanctionsList>
      </sanctionsLists>
      <sanctionsPrograms>{tags}</sanctionsPrograms>
      <names><name id="3"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>
        <translation id="4"><isPrimary>true</isPrimary><script refId="20122">Latin</script>
        <formattedFullName>{escape(party.name)}</formattedFullName></translation></translations></name></names></entity>"""
