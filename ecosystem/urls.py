"""Every public address, grouped by prefix."""

from django.urls import include, path

from ecosystem.api.documentation import Documentation
from ecosystem.models import RECORDS
from ecosystem.views import (
    about,
    applications,
    cards,
    changes,
    citing,
    collaborations,
    comparison,
    contribute,
    data,
    downloads,
    figures,
    history,
    home,
    indicators,
    initiatives,
    maps,
    network,
    organisations,
    places,
    proposals,
    search,
    sources,
    support,
    themes,
    timeline,
)

LISTS = {
    "organisation": organisations.OrganisationList,
    "initiative": initiatives.InitiativeList,
    "collaboration": collaborations.CollaborationList,
}

urlpatterns = [
    *(
        path(f"{kind}s.{form}", view.as_view(page=page), name=f"{kind}-{form}")
        for kind, page in LISTS.items()
        for form, view in downloads.VIEWS.items()
    ),
    *(
        path(
            f"{model._meta.model_name}s/<slug:slug>.{form}",
            view.as_view(model=model, form=form),
            name=f"{model._meta.model_name}-{form}-reference",
        )
        for model, view in citing.CITED.items()
        for form in citing.TYPES
    ),
    path("data/", data.Data.as_view(), name="data"),
    path("data/dictionary/", data.Dictionary.as_view(), name="data-dictionary"),
    *(
        path(f"data/hkai.{form}", data.DirectoryReference.as_view(form=form), name=f"directory-{form}-reference")
        for form in citing.TYPES
    ),
    path("data/releases/", data.ReleaseList.as_view(), name="release-list"),
    path("data/releases/latest/", data.LatestRelease.as_view(), name="latest-release"),
    path("data/releases/latest/<path:name>", data.LatestRelease.as_view(), name="latest-release"),
    path("data/releases/<str:number>/", data.ReleaseDetail.as_view(), name="release-detail"),
    path("data/releases/<str:number>/<path:name>", data.ReleaseFile.as_view(), name="release-file"),
    *(
        path(
            f"{model._meta.model_name}s/<slug:slug>/{below}",
            view.as_view(model=model),
            name=f"{model._meta.model_name}-{name}",
        )
        for model in RECORDS
        for below, view, name in (
            ("history/", history.RecordHistory, "history"),
            ("history/<int:change>/", history.PastState, "past"),
            ("history.atom", history.RecordFeed, "feed"),
        )
    ),
    path("changes/", changes.ChangeList.as_view(), name="change-list"),
    path("changes.csv", changes.ChangeCsv.as_view(page=changes.ChangeList), name="change-csv"),
    path("changes.atom", changes.ChangeFeed.as_view(page=changes.ChangeList), name="change-feed"),
    path("changes/corrections/", changes.CorrectionList.as_view(), name="correction-list"),
    path("", home.Home.as_view(), name="home"),
    path("card.png", cards.SiteCard.as_view(), name="card"),
    path("themes/<slug:slug>.png", cards.ThemeCard.as_view(), name="theme-card"),
    path("organisations/<slug:slug>.png", cards.OrganisationCard.as_view(), name="organisation-card"),
    path("initiatives/<slug:slug>.png", cards.InitiativeCard.as_view(), name="initiative-card"),
    path("collaborations/<slug:slug>.png", cards.CollaborationCard.as_view(), name="collaboration-card"),
    path("themes/", themes.ThemeList.as_view(), name="theme-list"),
    path("themes/<slug:slug>/", themes.ThemeDetail.as_view(), name="theme-detail"),
    path("applications.csv", applications.ApplicationCsv.as_view(), name="application-csv"),
    path("applications/", applications.ApplicationList.as_view(), name="application-list"),
    path("applications/<slug:slug>/", applications.ApplicationDetail.as_view(), name="application-detail"),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisation-list"),
    path("organisations/<slug:slug>.json", organisations.OrganisationJson.as_view(), name="organisation-data"),
    path("organisations/<slug:slug>/", organisations.OrganisationDetail.as_view(), name="organisation-detail"),
    path("initiatives/", initiatives.InitiativeList.as_view(), name="initiative-list"),
    path("initiatives/<slug:slug>.json", initiatives.InitiativeJson.as_view(), name="initiative-data"),
    path("initiatives/<slug:slug>/", initiatives.InitiativeDetail.as_view(), name="initiative-detail"),
    path("collaborations/", collaborations.CollaborationList.as_view(), name="collaboration-list"),
    path("collaborations/<slug:slug>.json", collaborations.CollaborationJson.as_view(), name="collaboration-data"),
    path("collaborations/<slug:slug>/", collaborations.CollaborationDetail.as_view(), name="collaboration-detail"),
    path("places.csv", places.PlaceCsv.as_view(), name="place-csv"),
    path("places/", places.PlaceList.as_view(), name="place-list"),
    path("places/<slug:slug>/", places.PlaceDetail.as_view(), name="place-detail"),
    path("sources.csv", sources.SourceCsv.as_view(page=sources.SourceList), name="source-csv"),
    path("sources/", sources.SourceList.as_view(), name="source-list"),
    path("sources/publishers/", sources.PublisherList.as_view(), name="publisher-list"),
    path("sources/<int:pk>/", sources.SourceDetail.as_view(), name="source-detail"),
    path("map/", maps.MapPage.as_view(), name="map"),
    path("map.svg", maps.MapPicture.as_view(), name="map-picture"),
    path("map.csv", maps.MapTable.as_view(), name="map-table"),
    path("network/", network.NetworkPage.as_view(), name="network"),
    path("network.svg", network.NetworkPicture.as_view(), name="network-picture"),
    path("network.csv", network.NetworkTable.as_view(), name="network-table"),
    path("timeline/", timeline.TimelinePage.as_view(), name="timeline"),
    path("timeline.svg", timeline.TimelinePicture.as_view(), name="timeline-picture"),
    path("timeline.csv", timeline.TimelineTable.as_view(), name="timeline-table"),
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path("indicators.csv", indicators.IndicatorTable.as_view(), name="indicator-table"),
    path("indicators/<slug:slug>/", indicators.IndicatorDetail.as_view(), name="indicator-detail"),
    path("indicators/<slug:slug>.svg", indicators.IndicatorPicture.as_view(), name="indicator-picture"),
    path("support/", support.FindSupport.as_view(), name="find-support"),
    path("support.ics", support.FindSupportCalendar.as_view(), name="find-support-calendar"),
    path("data/api/", Documentation.as_view(), name="api-docs"),
    path("compare/", comparison.Comparison.as_view(), name="comparison"),
    path("contribute/", contribute.Contribute.as_view(), name="contribute"),
    path("contribute/received/<int:number>/", contribute.Received.as_view(), name="contribution-received"),
    path("contribute/log/", proposals.ProposalLog.as_view(), name="proposal-log"),
    path("contribute/log/<int:number>/", proposals.ProposalDetail.as_view(), name="proposal-detail"),
    path("search/suggestions/", search.Suggestions.as_view(), name="search-suggestions"),
    path("search/wanted/", search.Wanted.as_view(), name="search-wanted"),
    path("search/", search.Search.as_view(), name="search"),
    path(
        "about/",
        include(
            [
                path("", about.About.as_view(), name="about"),
                path("accessibility/", about.Accessibility.as_view(), name="accessibility"),
                path("privacy/", about.Privacy.as_view(), name="privacy"),
                path("glossary/", about.Glossary.as_view(), name="glossary"),
            ]
        ),
    ),
]
