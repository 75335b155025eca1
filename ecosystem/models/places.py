"""Places: sites with coordinates, and areas where no site is known."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import TranslatedAttribute
from ecosystem.models.base import KeyedQuerySet, NamedModel, reverse_page_url
from ecosystem.models.constraints import build_choices_constraint


class Region(models.TextChoices):
    HONG_KONG = "hong_kong", _("Hong Kong")
    GREATER_BAY_AREA = "greater_bay_area", _("Greater Bay Area (Mainland cities and Macao)")
    MAINLAND = "mainland", _("Mainland")
    OVERSEAS = "overseas", _("Elsewhere")


class Reach(models.TextChoices):
    """The regions where the participants of a collaboration are based."""

    HONG_KONG = "hong_kong", _("Within Hong Kong")
    GREATER_BAY_AREA = Region.GREATER_BAY_AREA.value, Region.GREATER_BAY_AREA.label
    MAINLAND = Region.MAINLAND.value, Region.MAINLAND.label
    OVERSEAS = Region.OVERSEAS.value, Region.OVERSEAS.label


class Precision(models.TextChoices):
    """What the coordinates represent; maps show a pin for sites only."""

    SITE = "site", _("Exact site")
    DISTRICT = "district", _("District only")
    CITY = "city", _("City only")
    TERRITORY = "territory", _("Hong Kong, location unknown")


class District(models.TextChoices):
    """The 18 districts of Hong Kong, in the order of the government's list."""

    CENTRAL_AND_WESTERN = "central-and-western", _("Central and Western")
    WAN_CHAI = "wan-chai", _("Wan Chai")
    EASTERN = "eastern", _("Eastern")
    SOUTHERN = "southern", _("Southern")
    YAU_TSIM_MONG = "yau-tsim-mong", _("Yau Tsim Mong")
    SHAM_SHUI_PO = "sham-shui-po", _("Sham Shui Po")
    KOWLOON_CITY = "kowloon-city", _("Kowloon City")
    WONG_TAI_SIN = "wong-tai-sin", _("Wong Tai Sin")
    KWUN_TONG = "kwun-tong", _("Kwun Tong")
    KWAI_TSING = "kwai-tsing", _("Kwai Tsing")
    TSUEN_WAN = "tsuen-wan", _("Tsuen Wan")
    TUEN_MUN = "tuen-mun", _("Tuen Mun")
    YUEN_LONG = "yuen-long", _("Yuen Long")
    NORTH = "north", _("North")
    TAI_PO = "tai-po", _("Tai Po")
    SHA_TIN = "sha-tin", _("Sha Tin")
    SAI_KUNG = "sai-kung", _("Sai Kung")
    ISLANDS = "islands", _("Islands")


class PlaceQuerySet(KeyedQuerySet):
    def with_counts(self):
        from ecosystem.models.organisations import Organisation

        organisations = Organisation.objects.published()
        return self.annotate(organisation_count=Coalesce(Subquery(organisations.build_count_subquery("place")), 0))

    def in_order(self):
        """Order by region, Hong Kong first, then district and name."""
        return self.order_by(
            models.Case(
                *(models.When(region=region, then=position) for position, region in enumerate(Region.values)),
                output_field=models.IntegerField(),
            ),
            "district",
            "name_en",
            "slug",
        )


class Place(NamedModel):
    region = models.CharField(_("region"), max_length=20, choices=Region)
    precision = models.CharField(_("precision"), max_length=10, choices=Precision)
    district = models.CharField(_("district"), max_length=20, choices=District, blank=True)
    city_en = models.CharField(_("city in English"), max_length=100, blank=True)
    city_zh_hant = models.CharField(_("city in Traditional Chinese"), max_length=100, blank=True)
    city_zh_hans = models.CharField(_("city in Simplified Chinese"), max_length=100, blank=True)
    city = TranslatedAttribute()
    country = models.CharField(
        _("country or territory"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two-letter ISO 3166 code."))],
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=4, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=7, decimal_places=4, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    verified_on = models.DateField(_("last checked on"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["name_en", "slug"]
        constraints = [
            *NamedModel.Meta.constraints,
            build_choices_constraint("region", Region),
            build_choices_constraint("precision", Precision),
            build_choices_constraint("district", ["", *District.values]),
            models.CheckConstraint(
                name="ecosystem_place_on_earth",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Enter valid coordinates."),
            ),
            models.CheckConstraint(
                name="ecosystem_place_precision_fits_region",
                condition=(
                    Q(region="hong_kong", precision__in=["site", "district", "territory"])
                    | (~Q(region="hong_kong") & Q(precision__in=["site", "district", "city"]))
                ),
                violation_error_message=_(
                    "Use “City only” outside Hong Kong and “Hong Kong, location unknown” in Hong Kong."
                ),
            ),
            models.CheckConstraint(
                name="ecosystem_place_district_where_due",
                condition=(
                    (Q(region="hong_kong") & ~Q(precision="territory") & ~Q(district=""))
                    | ((~Q(region="hong_kong") | Q(precision="territory")) & Q(district=""))
                ),
                violation_error_message=_(
                    "Choose one of the 18 districts for a location in Hong Kong. Leave it blank for other locations."
                ),
            ),
            models.CheckConstraint(
                name="ecosystem_place_city_where_due",
                condition=Q(region="hong_kong", city_en="", city_zh_hant="")
                | (~Q(region="hong_kong") & ~Q(city_en="") & ~Q(city_zh_hant="")),
                violation_error_message=_(
                    "Enter the city in both languages for a location outside Hong Kong. Leave it blank for Hong Kong."
                ),
            ),
        ]

    def get_absolute_url(self):
        return reverse_page_url("place-detail", self.slug)

    @property
    def is_site(self):
        return self.precision == Precision.SITE

    @property
    def is_city(self):
        return self.precision == Precision.CITY

    @property
    def area(self):
        """The district in Hong Kong, else the city; the place's own name if it is the city, or if neither is known."""
        if self.district:
            return District(self.district).label
        return self.name if self.is_city else self.city or self.name
