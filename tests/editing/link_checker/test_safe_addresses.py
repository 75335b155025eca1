"""IP addresses that the link checker may connect to."""

import ipaddress
import math
import socket
import time
from unittest import TestCase, mock

from ecosystem.editing.link_checker.safe_addresses import (
    PrivateAddressError,
    connect_to_public_host,
    is_public_ip_address,
)


class LinkCheckerIpAddressTests(TestCase):
    def test_public_addresses_are_accepted(self):
        for address in ("1.1.1.1", "203.80.96.10", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"):
            with self.subTest(address=address):
                self.assertTrue(is_public_ip_address(ipaddress.ip_address(address)))

    def test_private_and_reserved_addresses_are_rejected(self):
        for address in (
            "127.0.0.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
            "255.255.255.255", "198.18.0.1", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1",
        ):  # fmt: skip
            with self.subTest(address=address):
                self.assertFalse(is_public_ip_address(ipaddress.ip_address(address)))

    def test_private_hosts_are_rejected_before_connecting(self):
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "::1"):
            with self.subTest(host=host), self.assertRaises(PrivateAddressError):
                connect_to_public_host(host, 9, timeout=1, deadline=math.inf)

    def test_connection_attempts_stop_at_the_deadline(self):
        clock, tried = mock.Mock(return_value=1000.0), []

        class Waiting:
            def __init__(self, *kind):
                pass

            def settimeout(self, seconds):
                self.seconds = seconds

            def connect(self, place):
                tried.append(self.seconds)
                clock.return_value += self.seconds
                raise TimeoutError

            def close(self):
                pass

        places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"1.1.1.{n}", 80)) for n in range(1, 9)]
        with (
            mock.patch.object(socket, "getaddrinfo", return_value=places),
            mock.patch.object(socket, "socket", Waiting),
            mock.patch.object(time, "monotonic", clock),
            self.assertRaises(TimeoutError),
        ):
            connect_to_public_host("slow.example", 80, timeout=20, deadline=1050.0)
        self.assertEqual(tried, [20, 20, 10])
