"""Adapters that send to other systems, and to clients."""

from scheduler.posting.http import HttpPoster
from scheduler.posting.outbox import Outbox
from scheduler.posting.sms import SmsCarrier, SmsGateway
from scheduler.posting.smtp import MailServer, SmtpCarrier

__all__ = ["HttpPoster", "MailServer", "Outbox", "SmsCarrier", "SmsGateway", "SmtpCarrier"]
