"""URLs of the public pages below the language; others, such as /admin/ and /api/v1/, are in hkai_project/urls.py."""

from django.urls import include, path

from ecosystem.api.docs_view import ApiDocs
from ecosystem.applications import views as applications_views
from ecosystem.models import Collaboration, Indicator, Initiative, Organisation
from ecosystem.pages import about_views, data_views, home_views, key_figures_views, search_views, theme_views
from ecosystem.proposals import log_views, views as proposals_views
from ecosystem.records import (
    change_views,
    collaboration_views,
    comparison_views,
    history_views,
    initiative_views,
    organisation_views,
    place_views,
    reference_views,
    social_card_views,
    source_views,
)
from ecosystem.support import views as support_views
from ecosystem.visuals.indicators import views as indicators_views
from ecosystem.visuals.map import views as map_views
from ecosystem.visuals.network import views as network_views
from ecosystem.visuals.timeline import views as timeline_views
from ecosystem.web import list_files

urlpatterns = [
    path("", home_views.Home.as_view(), name="home"),
    path("organisations/", organisation_views.OrganisationList.as_view(), name="organisation-list"),
    path(
        "organisations.csv",
        list_files.ListCsv.as_view(page=organisation_views.OrganisationList),
        name="organisation-csv",
    ),
    path(
        "organisations.json",
        list_files.ListJson.as_view(page=organisation_views.OrganisationList),
        name="organisation-json",
    ),
    path(
        "organisations.xlsx",
        list_files.ListXlsx.as_view(page=organisation_views.OrganisationList),
        name="organisation-xlsx",
    ),
    path(
        "organisations.atom",
        list_files.ListAtom.as_view(page=organisation_views.OrganisationList),
        name="organisation-atom",
    ),
    path("organisations/<slug:slug>/", organisation_views.OrganisationDetail.as_view(), name="organisation-detail"),
    path("organisations/<slug:slug>.json", organisation_views.OrganisationJson.as_view(), name="organisation-data"),
    path("organisations/<slug:slug>.png", social_card_views.OrganisationCard.as_view(), name="organisation-card"),
    path(
        "organisations/<slug:slug>.bib",
        reference_views.RecordReferenceFile.as_view(model=Organisation, reference_format="bib"),
        name="organisation-bib-reference",
    ),
    path(
        "organisations/<slug:slug>.ris",
        reference_views.RecordReferenceFile.as_view(model=Organisation, reference_format="ris"),
        name="organisation-ris-reference",
    ),
    path(
        "organisations/<slug:slug>/history/",
        history_views.RecordHistory.as_view(model=Organisation),
        name="organisation-history",
    ),
    path(
        "organisations/<slug:slug>/history/<int:change>/",
        history_views.RecordPast.as_view(model=Organisation),
        name="organisation-past",
    ),
    path(
        "organisations/<slug:slug>/history.atom",
        history_views.RecordFeed.as_view(model=Organisation),
        name="organisation-feed",
    ),
    path("initiatives/", initiative_views.InitiativeList.as_view(), name="initiative-list"),
    path("initiatives.csv", list_files.ListCsv.as_view(page=initiative_views.InitiativeList), name="initiative-csv"),
    path("initiatives.json", list_files.ListJson.as_view(page=initiative_views.InitiativeList), name="initiative-json"),
    path("initiatives.xlsx", list_files.ListXlsx.as_view(page=initiative_views.InitiativeList), name="initiative-xlsx"),
    path("initiatives.atom", list_files.ListAtom.as_view(page=initiative_views.InitiativeList), name="initiative-atom"),
    path(
        "initiatives.ics", list_files.ListCalendar.as_view(page=initiative_views.InitiativeList), name="initiative-ics"
    ),
    path("initiatives/<slug:slug>/", initiative_views.InitiativeDetail.as_view(), name="initiative-detail"),
    path("initiatives/<slug:slug>.json", initiative_views.InitiativeJson.as_view(), name="initiative-data"),
    path("initiatives/<slug:slug>.ics", initiative_views.InitiativeCalendar.as_view(), name="initiative-calendar"),
    path("initiatives/<slug:slug>.png", social_card_views.InitiativeCard.as_view(), name="initiative-card"),
    path(
        "initiatives/<slug:slug>.bib",
        reference_views.RecordReferenceFile.as_view(model=Initiative, reference_format="bib"),
        name="initiative-bib-reference",
    ),
    path(
        "initiatives/<slug:slug>.ris",
        reference_views.RecordReferenceFile.as_view(model=Initiative, reference_format="ris"),
        name="initiative-ris-reference",
    ),
    path(
        "initiatives/<slug:slug>/history/",
        history_views.RecordHistory.as_view(model=Initiative),
        name="initiative-history",
    ),
    path(
        "initiatives/<slug:slug>/history/<int:change>/",
        history_views.RecordPast.as_view(model=Initiative),
        name="initiative-past",
    ),
    path(
        "initiatives/<slug:slug>/history.atom",
        history_views.RecordFeed.as_view(model=Initiative),
        name="initiative-feed",
    ),
    path("collaborations/", collaboration_views.CollaborationList.as_view(), name="collaboration-list"),
    path(
        "collaborations.csv",
        list_files.ListCsv.as_view(page=collaboration_views.CollaborationList),
        name="collaboration-csv",
    ),
    path(
        "collaborations.json",
        list_files.ListJson.as_view(page=collaboration_views.CollaborationList),
        name="collaboration-json",
    ),
    path(
        "collaborations.xlsx",
        list_files.ListXlsx.as_view(page=collaboration_views.CollaborationList),
        name="collaboration-xlsx",
    ),
    path(
        "collaborations.atom",
        list_files.ListAtom.as_view(page=collaboration_views.CollaborationList),
        name="collaboration-atom",
    ),
    path("collaborations/<slug:slug>/", collaboration_views.CollaborationDetail.as_view(), name="collaboration-detail"),
    path("collaborations/<slug:slug>.json", collaboration_views.CollaborationJson.as_view(), name="collaboration-data"),
    path("collaborations/<slug:slug>.png", social_card_views.CollaborationCard.as_view(), name="collaboration-card"),
    path(
        "collaborations/<slug:slug>.bib",
        reference_views.RecordReferenceFile.as_view(model=Collaboration, reference_format="bib"),
        name="collaboration-bib-reference",
    ),
    path(
        "collaborations/<slug:slug>.ris",
        reference_views.RecordReferenceFile.as_view(model=Collaboration, reference_format="ris"),
        name="collaboration-ris-reference",
    ),
    path(
        "collaborations/<slug:slug>/history/",
        history_views.RecordHistory.as_view(model=Collaboration),
        name="collaboration-history",
    ),
    path(
        "collaborations/<slug:slug>/history/<int:change>/",
        history_views.RecordPast.as_view(model=Collaboration),
        name="collaboration-past",
    ),
    path(
        "collaborations/<slug:slug>/history.atom",
        history_views.RecordFeed.as_view(model=Collaboration),
        name="collaboration-feed",
    ),
    path("data/", data_views.Data.as_view(), name="data"),
    path("data/dictionary/", data_views.DataDictionary.as_view(), name="data-dictionary"),
    path(
        "data/hkai.bib", data_views.DirectoryReference.as_view(reference_format="bib"), name="directory-bib-reference"
    ),
    path(
        "data/hkai.ris", data_views.DirectoryReference.as_view(reference_format="ris"), name="directory-ris-reference"
    ),
    path("data/releases/", data_views.ReleaseList.as_view(), name="release-list"),
    path("data/releases/latest/", data_views.LatestRelease.as_view(), name="latest-release"),
    path("data/releases/latest/<path:name>", data_views.LatestRelease.as_view(), name="latest-release"),
    path("data/releases/<str:number>/", data_views.ReleaseDetail.as_view(), name="release-detail"),
    path("data/releases/<str:number>/<path:name>", data_views.ReleaseFile.as_view(), name="release-file"),
    path("changes/", change_views.ChangeList.as_view(), name="change-list"),
    path("changes.csv", change_views.ChangeCsv.as_view(page=change_views.ChangeList), name="change-csv"),
    path("changes.atom", change_views.ChangeFeed.as_view(page=change_views.ChangeList), name="change-feed"),
    path("changes/corrections/", change_views.CorrectionList.as_view(), name="correction-list"),
    path("card.png", social_card_views.SiteCard.as_view(), name="card"),
    path("themes/<slug:slug>.png", social_card_views.ThemeCard.as_view(), name="theme-card"),
    path("themes/", theme_views.ThemeList.as_view(), name="theme-list"),
    path("themes/<slug:slug>/", theme_views.ThemeDetail.as_view(), name="theme-detail"),
    path("applications.csv", applications_views.ApplicationCsv.as_view(), name="application-csv"),
    path("applications/", applications_views.ApplicationList.as_view(), name="application-list"),
    path("applications/<slug:slug>/", applications_views.ApplicationDetail.as_view(), name="application-detail"),
    path("places.csv", place_views.PlaceCsv.as_view(), name="place-csv"),
    path("places/", place_views.PlaceList.as_view(), name="place-list"),
    path("places/<slug:slug>/", place_views.PlaceDetail.as_view(), name="place-detail"),
    path("sources.csv", source_views.SourceCsv.as_view(page=source_views.SourceList), name="source-csv"),
    path("sources/", source_views.SourceList.as_view(), name="source-list"),
    path("sources/publishers/", source_views.PublisherList.as_view(), name="publisher-list"),
    path("sources/<int:pk>/", source_views.SourceDetail.as_view(), name="source-detail"),
    path("map/", map_views.MapPage.as_view(), name="map"),
    path("map.svg", map_views.MapPicture.as_view(), name="map-picture"),
    path("map.csv", map_views.MapTable.as_view(), name="map-table"),
    path("network/", network_views.NetworkPage.as_view(), name="network"),
    path("network.svg", network_views.NetworkPicture.as_view(), name="network-picture"),
    path("network.csv", network_views.NetworkTable.as_view(), name="network-table"),
    path("timeline/", timeline_views.TimelinePage.as_view(), name="timeline"),
    path("timeline.svg", timeline_views.TimelinePicture.as_view(), name="timeline-picture"),
    path("timeline.csv", timeline_views.TimelineTable.as_view(), name="timeline-table"),
    path("figures/", key_figures_views.KeyFigures.as_view(), name="figures"),
    path("indicators/", indicators_views.IndicatorList.as_view(), name="indicator-list"),
    path("indicators.csv", indicators_views.IndicatorTable.as_view(), name="indicator-table"),
    path("indicators/<slug:slug>/", indicators_views.IndicatorDetail.as_view(), name="indicator-detail"),
    path(
        "indicators/<slug:slug>.bib",
        reference_views.ReferenceFile.as_view(model=Indicator, reference_format="bib"),
        name="indicator-bib-reference",
    ),
    path(
        "indicators/<slug:slug>.ris",
        reference_views.ReferenceFile.as_view(model=Indicator, reference_format="ris"),
        name="indicator-ris-reference",
    ),
    path("indicators/<slug:slug>.csv", indicators_views.IndicatorFigures.as_view(), name="indicator-figures"),
    path("indicators/<slug:slug>.svg", indicators_views.IndicatorPicture.as_view(), name="indicator-picture"),
    path("support/", support_views.FindSupport.as_view(), name="find-support"),
    path("support.ics", support_views.FindSupportCalendar.as_view(), name="find-support-calendar"),
    path("data/api/", ApiDocs.as_view(), name="api-docs"),
    path("compare/", comparison_views.Comparison.as_view(), name="comparison"),
    path("contribute/", proposals_views.Contribute.as_view(), name="contribute"),
    path(
        "contribute/received/<int:number>/",
        proposals_views.ContributionReceived.as_view(),
        name="contribution-received",
    ),
    path("contribute/log/", log_views.ProposalLog.as_view(), name="proposal-log"),
    path("contribute/log/<int:number>/", log_views.ProposalDetail.as_view(), name="proposal-detail"),
    path("search/suggestions/", search_views.SearchSuggestions.as_view(), name="search-suggestions"),
    path("search/wanted/", search_views.SearchWanted.as_view(), name="search-wanted"),
    path("search/", search_views.Search.as_view(), name="search"),
    path(
        "about/",
        include(
            [
                path("", about_views.About.as_view(), name="about"),
                path("accessibility/", about_views.Accessibility.as_view(), name="accessibility"),
                path("privacy/", about_views.Privacy.as_view(), name="privacy"),
                path("glossary/", about_views.Glossary.as_view(), name="glossary"),
            ]
        ),
    ),
]
