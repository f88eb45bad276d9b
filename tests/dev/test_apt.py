"""Reading what apt says about its mirrors and packages."""

from dev import apt

SHOW = """\
Package: odoo-19
Version: 19.0.0+dfsg-1
Depends: python3:any
Description: open source ERP
 Version: this is not a field
 .
 Package: nor is this

Package: odoo-19
Version: 19.0.0~old-1

Package: libjs-jquery
Version: 3.7.1+dfsg+~3.5.33-1
"""


def test_newest_version_is_the_first_listed():
    found = apt.newest_versions(SHOW, ["odoo-19", "libjs-jquery"])
    assert found == {
        "odoo-19": "19.0.0+dfsg-1",
        "libjs-jquery": "3.7.1+dfsg+~3.5.33-1",
    }


def test_packages_not_asked_for_are_left_out():
    assert apt.newest_versions(SHOW, ["odoo-18"]) == {}


def test_mirror_is_debians_own_not_anothers():
    listing = (
        "https://one.test/security/ Debian-Security\n"
        "https://two.test/nodesource/ nodistro\n"
        "https://three.test/debian/ Debian\n"
        "https://four.test/debian/ Debian\n"
    )
    assert apt.debian_mirror(listing) == "https://three.test/debian/"


def test_no_mirror_without_debian():
    assert apt.debian_mirror("https://one.test/ubuntu/ Ubuntu\n") is None
    assert apt.debian_mirror("") is None
